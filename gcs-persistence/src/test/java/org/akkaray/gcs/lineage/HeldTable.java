package org.akkaray.gcs.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.Subscription;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableListener;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;

/** A task table on the heap that can stand still, or refuse. Guarded by its monitor. */
final class HeldTable implements Table<TaskId, TaskRecord> {
  private final Map<TaskId, TaskRecord> rows = new HashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isHeld;
  private boolean isFailing;
  private int refused;

  synchronized Map<TaskId, TaskRecord> rows() {
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
  public CompletionStage<Void> put(TaskRecord row) {
    return putAll(List.of(row));
  }

  @Override
  public CompletionStage<Void> putAll(Collection<? extends TaskRecord> all) {
    return write(() -> all.forEach(row -> rows.put(row.id(), row)));
  }

  @Override
  public CompletionStage<Void> deleteAll(Collection<? extends TaskId> keys) {
    return write(() -> keys.forEach(rows::remove));
  }

  @Override
  public synchronized CompletionStage<List<TaskRecord>> scan(TableQuery query) {
    return CompletableFuture.completedStage(
        rows.values().stream()
            .filter(row -> query.selects(row.fields()))
            .limit(query.limit())
            .toList());
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> putIfAbsent(TaskRecord row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> update(
      TaskId key, UnaryOperator<TaskRecord> change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Boolean> deleteIf(TaskId key, Predicate<TaskRecord> condition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> get(TaskId key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Map<TaskId, TaskRecord>> getAll(Collection<? extends TaskId> keys) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(TaskId key, TableListener<TaskId, TaskRecord> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribeAll(TableListener<TaskId, TaskRecord> listener) {
    throw new UnsupportedOperationException();
  }
}
