package org.akkaray.runtime.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.akkaray.ObjectRef;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.RayRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A reference and the cell it stands for, in one object. Whoever can reach it (a variable, an
 * argument of a pending call, a value that holds it) keeps the value; when nobody can, the garbage
 * collector is the reference count and the value goes with the cell. What lies outside the heap is
 * given back by a cleaner of its own (see {@link FrozenValue#free}).
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>written</th><th>read</th></tr>
 *   <tr><td>result</td><td>once by CAS: the first result wins; replaced once more by {@link #free}</td><td>volatile</td></tr>
 *   <tr><td>waiters</td><td>pushed by CAS, closed when the result is there</td><td>with the push</td></tr>
 *   <tr><td>producer</td><td>at creation, cleared with the result</td><td>plain: null or not yet null are both fine</td></tr>
 * </table>
 */
public class ObjectRefImpl<T> implements ObjectRef<T>, Returns {
  private static final VarHandle RESULT;
  private static final VarHandle WAITERS;
  private static final Waiter CLOSED = Waiter.calling(() -> {});

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RESULT = lookup.findVarHandle(ObjectRefImpl.class, "result", Object.class);
      WAITERS = lookup.findVarHandle(ObjectRefImpl.class, "waiters", Waiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RayRuntime runtime;
  private final long taskHigh;
  private final long taskLow;
  private final int index;
  private volatile @Nullable Object result;
  private volatile @Nullable Waiter waiters;
  private @Nullable Producer producer;

  /** A reference to return {@code index} (or put, for negative indices) of a task. */
  public ObjectRefImpl(
      RayRuntime runtime, long taskHigh, long taskLow, int index, @Nullable Producer producer) {
    this.runtime = runtime;
    this.taskHigh = taskHigh;
    this.taskLow = taskLow;
    this.index = index;
    this.producer = producer;
  }

  @Override
  public ObjectId getId() {
    TaskId task = TaskId.of(taskHigh, taskLow);
    return index >= 0 ? ObjectId.forReturn(task, index) : ObjectId.forPut(task, -1 - index);
  }

  @Override
  public T get() {
    return runtime.get(this, null);
  }

  @Override
  public T get(long timeoutMillis) {
    return runtime.get(this, Duration.ofMillis(timeoutMillis));
  }

  @Override
  public T get(Duration timeout) {
    return runtime.get(this, Objects.requireNonNull(timeout, "timeout"));
  }

  @Override
  public CompletableFuture<T> toFuture() {
    CompletableFuture<T> future = new CompletableFuture<>();
    // The value is read on a thread of its own: reading may deserialize, and what depends on the
    // future runs there.
    addWaiter(Waiter.calling(() -> Thread.startVirtualThread(() -> finish(future))));
    future.whenComplete((value, failure) -> {
      if (future.isCancelled()) {
        cancel();
      }
    });
    return future;
  }

  @Override
  public boolean cancel() {
    Producer maker = producer;
    if (result == null && maker != null) {
      maker.cancel();
    }
    return result instanceof Failure.Cancelled;
  }

  @Override
  public void free() {
    if (result == null) {
      addWaiter(Waiter.calling(this::free));
      return;
    }
    Object value = result;
    if (value instanceof Failure
        || !RESULT.compareAndSet(
            this, value, new Failure.ObjectLost(getId(), "it was freed by ObjectRef.free()"))) {
      return;
    }
    if (value instanceof FrozenValue frozen) {
      frozen.free();
    }
  }

  /** The frozen value, a {@link Failure}, or null while there is neither. */
  public @Nullable Object result() {
    return result;
  }

  /** A copy of the value, which must be there and not be a failure. */
  public @Nullable Object thaw(ValueCodec codec) {
    Object frozen = result;
    return frozen instanceof FrozenFuture future ? future.thaw(codec) : codec.thaw(frozen);
  }

  public boolean isReady() {
    return result != null;
  }

  public @Nullable Producer producer() {
    return producer;
  }

  public RayRuntime runtime() {
    return runtime;
  }

  /** Publishes a frozen value or a failure; false if there is one already. Wakes all waiters. */
  public boolean complete(Object frozenOrFailure) {
    if (!RESULT.compareAndSet(this, null, frozenOrFailure)) {
      return false;
    }
    producer = null;
    Waiter waiter = (Waiter) WAITERS.getAndSet(this, CLOSED);
    while (waiter != null) {
      Waiter next = waiter.next; // read first: the waiter may go on to wait for something else
      waiter.onReady();
      waiter = next;
    }
    return true;
  }

  /** Has the waiter told when the object is ready, at once if it is. */
  public void addWaiter(Waiter waiter) {
    while (true) {
      Waiter head = waiters;
      if (head == CLOSED) {
        waiter.onReady();
        return;
      }
      if (head != null && head.isAbandoned()) {
        WAITERS.compareAndSet(this, head, head.next);
        continue;
      }
      waiter.next = head;
      if (WAITERS.compareAndSet(this, head, waiter)) {
        return;
      }
    }
  }

  @Override
  public void succeed(@Nullable Object value, ValueCodec codec) {
    complete(codec.freezeResult(value, this::getId));
  }

  @Override
  public void succeedFrozen(List<Object> frozen) {
    complete(frozen.getFirst());
  }

  @Override
  public void fail(Failure failure) {
    complete(failure);
  }

  @Override
  public void producedBy(Producer maker) {
    producer = maker;
  }

  @Override
  public boolean isComplete() {
    return result != null;
  }

  @Override
  public @Nullable Failure failure() {
    return result instanceof Failure failure ? failure : null;
  }

  private void finish(CompletableFuture<T> future) {
    try {
      future.complete(get());
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectRefImpl<?> ref
        && ref.taskHigh == taskHigh
        && ref.taskLow == taskLow
        && ref.index == index;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(taskLow) * 31 + index;
  }

  @Override
  public String toString() {
    return "ObjectRef(" + getId() + ")";
  }
}
