package org.akkaray.gcs.offline;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.database.StoreDatabase;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;

/** A control store that is there, to be read. Blocks; for one thread. */
public final class StoredTables implements AutoCloseable {
  private final StoreDatabase database;
  private final Journal journal;

  private StoredTables(StoreDatabase database) {
    this.database = database;
    this.journal = new Journal(database);
  }

  /**
   * Opens a store.
   *
   * @throws IllegalStateException if it is not there or cannot be read, in one sentence
   */
  public static StoredTables open(DatabaseSettings settings) {
    return new StoredTables(StoreDatabase.openExisting(settings));
  }

  /** The records that a query selects, those written last first. */
  public <K, R> List<R> scan(RowSchema<K, R> schema, TableQuery query) {
    return scan(schema, query, row -> true);
  }

  /** As {@link #scan(RowSchema, TableQuery)}, of records that pass a test. */
  public <K, R> List<R> scan(RowSchema<K, R> schema, TableQuery query, Predicate<R> test) {
    return new StoredScan<>(journal, schema, query, test).rows(shards());
  }

  /** One record. */
  public <K, R> Optional<R> get(RowSchema<K, R> schema, K key) {
    try {
      return StoredLookup.find(journal, schema, key, shards());
    } catch (SQLException e) {
      throw new ControlStoreException(
          "The control store in " + database.settings() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A task. */
  public Optional<TaskRecord> task(TaskId id) {
    return get(new TaskSchema(), id);
  }

  private int shards() {
    return database.settings().shards();
  }

  @Override
  public void close() {
    database.close();
  }
}
