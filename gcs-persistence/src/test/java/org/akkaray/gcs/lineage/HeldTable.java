package org.akkaray.gcs.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.akkaray.runtime.gcs.RowFields;
import org.akkaray.runtime.gcs.Subscription;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableListener;
import org.akkaray.runtime.gcs.TableQuery;

/** A table on the heap that can stand still, or refuse. Guarded by its monitor. */
class HeldTable<K, R extends RowFields> implements Table<K, R> {
  private final Map<K, R> rows = new HashMap<>();
  private final Function<R, K> key;
  private final List<Runnable> held = new ArrayList<>();
  private boolean isHeld;
  private boolean isFailing;
  private int refused;

  HeldTable(Function<R, K> key) {
    this.key = key;
  }

  synchronized Map<K, R> rows() {
    return Map.copyOf(rows);
  }

  synchronized void hold() {
    isHeld = true;
  }

  void release() {
    List<Runnable> all;
    synchronized (this) {
      isHeld = false;
      all = List.copyOf(held);
      held.clear();
    }
    all.forEach(Runnable::run);
  }

  synchronized void fail(boolean failing) {
    isFailing = failing;
  }

  synchronized int refused() {
    return refused;
  }

  private CompletionStage<Void> write(Runnable change) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable now =
        () -> {
          synchronized (this) {
            change.run();
          }
          done.complete(null);
        };
    synchronized (this) {
      if (isFailing) {
        refused++;
        return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
      }
      if (isHeld) {
        held.add(now);
        return done;
      }
    }
    now.run();
    return done;
  }

  @Override
  public CompletionStage<Void> put(R row) {
    return putAll(List.of(row));
  }

  @Override
  public CompletionStage<Void> putAll(Collection<? extends R> all) {
    return write(() -> all.forEach(row -> rows.put(key.apply(row), row)));
  }

  @Override
  public CompletionStage<Void> deleteAll(Collection<? extends K> keys) {
    return write(() -> keys.forEach(rows::remove));
  }

  @Override
  public synchronized CompletionStage<List<R>> scan(TableQuery query) {
    return CompletableFuture.completedStage(
        rows.values().stream()
            .filter(row -> query.selects(row.fields()))
            .limit(query.limit())
            .toList());
  }

  @Override
  public CompletionStage<Optional<R>> putIfAbsent(R row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Optional<R>> update(K key, UnaryOperator<R> change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Boolean> deleteIf(K key, Predicate<R> condition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Optional<R>> get(K key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Map<K, R>> getAll(Collection<? extends K> keys) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(K key, TableListener<K, R> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribeAll(TableListener<K, R> listener) {
    throw new UnsupportedOperationException();
  }
}
