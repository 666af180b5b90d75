package org.akkaray.runtime.remote;

import java.util.Iterator;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.task.Blocking;
import org.akkaray.runtime.wire.GeneratorCredit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a generator yields to the node that owns the call, and waits while as many values are
 * there as the limit and have not been taken. A run of the call after its actor's incarnation ended
 * yields again from the start, in place of the one before: what was sent is skipped. Guarded by its
 * monitor.
 */
final class HostedStream implements Returns {
  private final HostedReturns end;
  private final TaskId task;
  private final int limit;
  private int sent;
  private int taken;

  /**
   * @param end tells the owner that the call has ended
   * @param skip how many values the owner has from earlier attempts
   */
  HostedStream(HostedReturns end, TaskId task, int limit, int skip) {
    this.end = end;
    this.task = task;
    this.limit = limit;
    this.sent = skip;
  }

  @Override
  public void begins() {
    end.begins();
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
    Producer maker = end.producer();
    for (int index = 0; values.hasNext(); index++) {
      Object next = values.next();
      if (index < sent()) {
        continue;
      }
      int number = index;
      Object frozen = codec.freeze(next, () -> ObjectId.forReturn(task, number));
      if (!awaitRoom(index) || !claim(index, maker)) {
        return;
      }
      end.sendItem(index, frozen);
    }
    if (end.producer() == maker) {
      end.succeedEmpty();
    }
  }

  private synchronized int sent() {
    return sent;
  }

  /** Whether a run is the one to send this value. */
  private synchronized boolean claim(int index, @Nullable Producer maker) {
    if (end.producer() != maker || index != sent) {
      return false;
    }
    sent++;
    return true;
  }

  private boolean awaitRoom(int index) throws InterruptedException {
    if (!hasRoom(index)) {
      end.flush();
      try (Blocking ignored = Blocking.begin()) {
        synchronized (this) {
          while (!hasRoom(index)) {
            wait();
          }
        }
      }
    }
    return !end.isComplete();
  }

  private synchronized boolean hasRoom(int index) {
    return index - taken < limit || end.isComplete();
  }

  synchronized void onCredit(GeneratorCredit credit) {
    taken = Math.max(taken, credit.getTaken());
    notifyAll();
  }

  @Override
  public void fail(Failure failure) {
    end.fail(failure);
    synchronized (this) {
      notifyAll();
    }
  }

  @Override
  public void producedBy(Producer call) {
    end.producedBy(call);
  }

  HostedReturns end() {
    return end;
  }

  @Override
  public boolean isComplete() {
    return end.isComplete();
  }
}
