package org.akkaray.gcs.table;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.function.Predicate;
import org.akkaray.gcs.database.DamagedStoreException;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.runtime.gcs.TableQuery;

/** Whether a query selects a row. Thread-safe. */
public final class RowTest<K> implements Predicate<Row> {
  private final RowSchema<K, ?> schema;
  private final TableQuery query;

  /** For the rows of a table. */
  public RowTest(RowSchema<K, ?> schema, TableQuery query) {
    this.schema = schema;
    this.query = query;
  }

  @Override
  public boolean test(Row row) {
    return query.conditions().isEmpty() || query.selects(fields(schema, row));
  }

  private <R> Map<String, String> fields(RowSchema<K, R> typed, Row row) {
    try {
      return typed.fields(typed.read(typed.readKey(row.getKey()), row.getValue()));
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedStoreException(
          "A row of table " + typed.table() + " cannot be read: " + e.getMessage());
    }
  }
}
