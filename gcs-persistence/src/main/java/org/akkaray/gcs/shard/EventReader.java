package org.akkaray.gcs.shard;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.database.StoreDatabase;

/**
 * Reads events of a node's shards back, on threads of its own: as many as the database has
 * connections for it. Thread-safe.
 */
public final class EventReader implements AutoCloseable {
  private final Journal journal;
  private final EventCache cache;
  private final ExecutorService threads;

  /**
   * @param cacheBytes how many bytes of events to keep
   */
  public EventReader(StoreDatabase database, long cacheBytes) {
    this.journal = new Journal(database);
    this.cache = new EventCache(cacheBytes);
    this.threads =
        Executors.newFixedThreadPool(
            database.settings().connections(),
            Thread.ofPlatform().daemon().name("ray-gcs-reader-", 0).factory());
  }

  /** The journal that it reads. */
  public Journal journal() {
    return journal;
  }

  Optional<StoredRows> cached(String persistenceId, long sequence) {
    return cache.get(persistenceId, sequence);
  }

  void written(String persistenceId, long sequence, StoredRows rows) {
    cache.put(persistenceId, sequence, rows);
  }

  /** An event; empty if it is not there any more. Blocks. */
  Optional<StoredRows> read(String persistenceId, long sequence) throws SQLException {
    Optional<StoredRows> cached = cached(persistenceId, sequence);
    if (cached.isPresent()) {
      return cached;
    }
    Optional<StoredRows> read =
        journal.event(persistenceId, sequence).map(event -> stored(persistenceId, event));
    read.ifPresent(rows -> cache.put(persistenceId, sequence, rows));
    return read;
  }

  static StoredRows stored(String persistenceId, Journal.StoredEvent event) {
    return new StoredRows(
        EventForm.readEvent(
            event.payload(),
            event.manifest(),
            "event " + event.sequence() + " of " + persistenceId));
  }

  /** Runs what blocks. */
  void run(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
