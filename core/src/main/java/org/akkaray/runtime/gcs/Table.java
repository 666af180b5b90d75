package org.akkaray.runtime.gcs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A table of the control store: records by key. Implementations are thread-safe.
 *
 * <p>A stage completes when the change is durable (where the store is), or exceptionally with a
 * {@link ControlStoreException} when the store could not be reached in time; whether the change
 * happened is then unknown, and doing it again is safe. Stages may complete on the store's own
 * threads: what hangs on them must not block.
 *
 * @param <K> the keys
 * @param <R> the records
 */
public interface Table<K, R> {
  /** Writes a record, in place of the one with its key if there is one. */
  CompletionStage<Void> put(R row);

  /** As {@link #put(Object)} for each, in few writes; not as one transaction. */
  CompletionStage<Void> putAll(Collection<? extends R> rows);

  /**
   * Writes a record unless there is one with its key.
   *
   * @return the one that is there already; empty if this one was written
   */
  CompletionStage<Optional<R>> putIfAbsent(R row);

  /**
   * Changes a record, if there is one. When somebody else changes it meanwhile, the change is
   * computed again from what it is then.
   *
   * @param change may be called several times, also with a record that it has changed already, so
   *     it must give the same for it; where it returns its argument nothing is written
   * @return the record as it is now; empty if there is none
   */
  CompletionStage<Optional<R>> update(K key, UnaryOperator<R> change);

  /**
   * Deletes a record if it is as somebody thinks.
   *
   * @return whether it was deleted
   */
  CompletionStage<Boolean> deleteIf(K key, Predicate<R> condition);

  /** Deletes records; those that do not exist are ignored. */
  CompletionStage<Void> deleteAll(Collection<? extends K> keys);

  /** The record with a key. */
  CompletionStage<Optional<R>> get(K key);

  /** Those of the given keys that exist. */
  CompletionStage<Map<K, R>> getAll(Collection<? extends K> keys);

  /** The records that a query selects: of each shard of the table the newest first. */
  CompletionStage<List<R>> scan(TableQuery query);

  /**
   * Tells a listener of the record with a key: what it is now, as soon as it exists, and after each
   * change. Changes that follow each other closely may be told as one; the last is always told.
   */
  Subscription subscribe(K key, TableListener<K, R> listener);

  /** As {@link #subscribe(Object, TableListener)} for all keys, from the next change on. */
  Subscription subscribeAll(TableListener<K, R> listener);
}
