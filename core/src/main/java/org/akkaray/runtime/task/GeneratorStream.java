package org.akkaray.runtime.task;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a call that yields its values one by one. The producing side waits while as many
 * values as the limit are there and have not been taken; the consuming side waits while there is
 * none. A run of the call after a failure yields again from the start: what the stream has already
 * is skipped.
 *
 * <p>Guarded by its monitor. A failure is the stream's last object, whose reader gets it.
 */
public final class GeneratorStream<E> implements Returns {
  private final RayRuntime runtime;
  private final long taskHigh;
  private final long taskLow;
  private final int limit;
  private final Queue<ObjectRefImpl<E>> untaken = new ArrayDeque<>();
  private Producer producer;
  private int produced;
  private int taken;
  private @Nullable IntConsumer onTaken;
  private boolean complete;
  private @Nullable Failure failure;

  GeneratorStream(RayRuntime runtime, long taskHigh, long taskLow, int limit, Producer producer) {
    this.runtime = runtime;
    this.taskHigh = taskHigh;
    this.taskLow = taskLow;
    this.limit = limit;
    this.producer = producer;
  }

  @Override
  public void succeed(@Nullable Object value, ValueCodec codec) throws Exception {
    Iterator<?> values =
        switch (value) {
          case Iterator<?> iterator -> iterator;
          case Iterable<?> iterable -> iterable.iterator();
          case null, default ->
              throw new IllegalStateException(
                  "a generator task must return an Iterator, not " + value);
        };
    Producer maker = maker();
    for (int index = 0; values.hasNext(); index++) {
      Object next = values.next();
      if (index < published()) {
        continue;
      }
      ObjectRefImpl<E> ref = new ObjectRefImpl<>(runtime, taskHigh, taskLow, index, null);
      ref.complete(codec.freeze(next, ref::getId));
      if (!offer(ref, maker)) {
        return;
      }
    }
    finish(maker);
  }

  private synchronized void finish(Producer maker) {
    if (producer == maker) {
      finish();
    }
  }

  private synchronized Producer maker() {
    return producer;
  }

  /** How many objects were yielded so far, taken or not. */
  public synchronized int published() {
    return produced;
  }

  /**
   * Adds what a run on another node yielded; that node keeps to the limit.
   *
   * @return false if nobody wants it: it is there already, or the stream has ended
   */
  public synchronized boolean accept(int index, Object frozen) {
    if (complete || index != produced) {
      return false;
    }
    ObjectRefImpl<E> ref = new ObjectRefImpl<>(runtime, taskHigh, taskLow, index, null);
    ref.complete(frozen);
    untaken.add(ref);
    produced++;
    notifyAll();
    return true;
  }

  /** Has somebody told how many objects were taken, whenever one is; in place of who was before. */
  public void onTaken(IntConsumer listener) {
    int sofar;
    synchronized (this) {
      onTaken = listener;
      sofar = taken;
    }
    listener.accept(sofar);
  }

  /** How many objects may be there that have not been taken. */
  public int limit() {
    return limit;
  }

  /** A run on another node has come to its end. */
  @Override
  public synchronized void succeedFrozen(List<Object> none) {
    finish();
  }

  /**
   * Adds an object, waiting for room; false if nobody wants it any more, or another run yields in
   * this one's place.
   */
  private boolean offer(ObjectRefImpl<E> ref, Producer maker) throws InterruptedException {
    if (mustWaitForRoom()) {
      try (Blocking ignored = Blocking.begin()) {
        synchronized (this) {
          while (mustWaitForRoom()) {
            wait();
          }
        }
      }
    }
    synchronized (this) {
      if (complete || producer != maker) {
        return false;
      }
      untaken.add(ref);
      produced++;
      notifyAll();
      return true;
    }
  }

  private synchronized boolean mustWaitForRoom() {
    return untaken.size() >= limit && !complete;
  }

  private synchronized void finish() {
    complete = true;
    notifyAll();
  }

  @Override
  public synchronized @Nullable Failure failure() {
    return failure;
  }

  @Override
  public synchronized void fail(Failure reason) {
    if (!complete) {
      ObjectRefImpl<E> last = new ObjectRefImpl<>(runtime, taskHigh, taskLow, produced++, null);
      last.complete(reason);
      failure = reason;
      untaken.add(last);
      finish();
    }
  }

  @Override
  public synchronized void producedBy(Producer maker) {
    producer = maker;
  }

  @Override
  public synchronized boolean isComplete() {
    return complete;
  }

  /** Waits for the next object; null at the end. For one consumer. */
  @Nullable ObjectRefImpl<E> take() throws InterruptedException {
    if (mustWaitForObject()) {
      try (Blocking ignored = Blocking.begin()) {
        synchronized (this) {
          while (mustWaitForObject()) {
            wait();
          }
        }
      }
    }
    ObjectRefImpl<E> next;
    IntConsumer listener = null;
    int count;
    synchronized (this) {
      next = untaken.poll();
      count = next == null ? taken : ++taken;
      listener = next == null ? null : onTaken;
      notifyAll();
    }
    if (listener != null) {
      listener.accept(count);
    }
    return next;
  }

  private synchronized boolean mustWaitForObject() {
    return untaken.isEmpty() && !complete;
  }

  /** Nobody will take anything any more. */
  void abandon() {
    Producer maker;
    synchronized (this) {
      if (complete) {
        return;
      }
      untaken.clear();
      finish();
      maker = producer;
    }
    maker.cancel();
  }
}
