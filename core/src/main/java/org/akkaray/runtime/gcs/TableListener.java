package org.akkaray.runtime.gcs;

import java.util.Optional;

/**
 * Hears of changes of a table. Called on the store's threads, one change after the other for a key:
 * it must not block.
 *
 * @param <K> the keys
 * @param <R> the records
 */
@FunctionalInterface
public interface TableListener<K, R> {
  /**
   * A record was written or deleted.
   *
   * @param row empty if it was deleted
   */
  void changed(K key, Optional<R> row);
}
