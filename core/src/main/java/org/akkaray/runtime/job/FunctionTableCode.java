package org.akkaray.runtime.job;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.Table;

/**
 * Code in the control store's function table, a row for each chunk: there as long as the store is,
 * whatever becomes of the driver. Thread-safe.
 */
public final class FunctionTableCode implements CodeTable {
  private final Table<String, FunctionRecord> functions;

  /**
   * @param functions of {@link org.akkaray.runtime.gcs.ControlTables}
   */
  public FunctionTableCode(Table<String, FunctionRecord> functions) {
    this.functions = functions;
  }

  @Override
  public CompletionStage<Void> put(ChunkId id, byte[] bytes) {
    return functions.put(
        new FunctionRecord(id.toString(), "part " + id.index(), bytes.length, bytes));
  }

  @Override
  public CompletionStage<Optional<byte[]>> get(ChunkId id) {
    return functions.get(id.toString()).thenApply(row -> row.map(FunctionRecord::code));
  }
}
