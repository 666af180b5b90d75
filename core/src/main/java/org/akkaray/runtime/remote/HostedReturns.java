package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.StoredValue;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.GeneratorItem;
import org.akkaray.runtime.wire.Value;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call's results to the node that owns it. What is large stays in this node's store, for as
 * long as the owner wants it. Thread-safe.
 */
final class HostedReturns implements Returns {
  private final NodeContext node;
  private final JobContext job;
  private final WireValues values;
  private final RemoteObjects objects;
  private final UniqueId owner;
  private final TaskId task;
  private final int attempt;
  private final int count;
  private final boolean several;
  private final AtomicBoolean complete = new AtomicBoolean();
  private final long since = System.nanoTime();
  private final Runnable answered;
  private volatile @Nullable Producer producer;
  private volatile long began;

  /**
   * @param values of the job, in the classes of what runs the call
   * @param count how many objects the call makes
   * @param several whether it makes them of the elements of a list
   * @param answered called once, when the results have been queued
   */
  HostedReturns(
      NodeContext node,
      JobContext job,
      WireValues values,
      RemoteObjects objects,
      UniqueId owner,
      TaskId task,
      int attempt,
      int count,
      boolean several,
      Runnable answered) {
    this.node = node;
    this.job = job;
    this.values = values;
    this.objects = objects;
    this.owner = owner;
    this.task = task;
    this.attempt = attempt;
    this.count = count;
    this.several = several;
    this.answered = answered;
  }

  @Override
  public void begins() {
    if (job.services().lineage().isOn()) {
      began = job.services().lineage().now();
    }
  }

  @Override
  public void succeed(@Nullable Object value, ValueCodec codec) {
    if (several && (!(value instanceof List<?> given) || given.size() != count)) {
      throw new IllegalStateException(
          "the function was to return a list of "
              + count
              + " values (setNumReturns) but returned "
              + (value instanceof List<?> list ? "a list of " + list.size() : "none"));
    }
    List<?> all = several ? (List<?>) value : Collections.singletonList(value);
    List<Object> frozen = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frozen.add(freeze(all.get(i), i, codec));
    }
    if (!complete.compareAndSet(false, true)) {
      return;
    }
    CallResult.Builder result = result();
    for (Object one : frozen) {
      result.addValues(toWire(one));
    }
    send(result);
  }

  /** What is large stays here until the owner does without it. */
  private Value toWire(Object frozen) {
    StoredValue stored = StoredValue.in(frozen);
    if (stored != null) {
      objects.keepFor(owner, stored);
    }
    return values.toWire(frozen, owner);
  }

  /** Sends one value of a generator. */
  void sendItem(int index, Object frozen) {
    node.sendBatched(
        owner,
        job.messageTo(owner)
            .setGeneratorItem(
                GeneratorItem.newBuilder()
                    .setTaskHigh(task.high())
                    .setTaskLow(task.low())
                    .setAttempt(attempt)
                    .setIndex(index)
                    .setValue(toWire(frozen)))
            .build());
  }

  /** The generator has ended. */
  void succeedEmpty() {
    if (complete.compareAndSet(false, true)) {
      send(result());
    }
  }

  void flush() {
    node.links().flush(owner);
  }

  private Object freeze(@Nullable Object value, int index, ValueCodec codec) {
    return codec.freezeResult(value, () -> ObjectId.forReturn(task, index));
  }

  @Override
  public void fail(Failure failure) {
    if (complete.compareAndSet(false, true)) {
      send(result().setFailure(values.toWire(failure, owner)));
    }
  }

  private CallResult.Builder result() {
    return CallResult.newBuilder()
        .setTaskHigh(task.high())
        .setTaskLow(task.low())
        .setAttempt(attempt)
        .setRunNanos(System.nanoTime() - since)
        .setBeganMicros(began)
        .setTookMicros(began == 0 ? 0 : job.services().lineage().now() - began);
  }

  /** Has nothing sent any more; false if the results are on their way already. */
  boolean close() {
    return complete.compareAndSet(false, true);
  }

  /** Told in place of results, once it is {@linkplain #close closed}. */
  void answered() {
    answered.run();
  }

  UniqueId owner() {
    return owner;
  }

  TaskId task() {
    return task;
  }

  int attempt() {
    return attempt;
  }

  private void send(CallResult.Builder result) {
    node.sendBatched(owner, job.messageTo(owner).setResult(result).build());
    answered.run();
  }

  @Override
  public void producedBy(Producer call) {
    producer = call;
  }

  /** What makes the results; null before that is known. */
  @Nullable Producer producer() {
    return producer;
  }

  @Override
  public boolean isComplete() {
    return complete.get();
  }
}
