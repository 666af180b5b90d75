package org.akkaray.runtime.actor;

import java.util.function.Consumer;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/**
 * One call of an actor's constructor. Its result is the actor's object itself, which is published
 * to nobody.
 */
final class ActorConstruction extends Invocation implements ActorBound {
  private final LocalActor actor;
  private final int epoch;
  private final @Nullable Lease lease;

  /**
   * @param lease what the actor holds while it lives
   * @param constructed gets the object
   * @param failed gets the reason why there is none
   */
  ActorConstruction(
      Services services,
      LocalActor actor,
      int epoch,
      @Nullable Lease lease,
      Consumer<Object> constructed,
      Consumer<Failure> failed) {
    super(services, withResult(actor.spec().construction(), epoch, constructed, failed));
    this.actor = actor;
    this.epoch = epoch;
    this.lease = lease;
  }

  private static CallSpec withResult(
      CallSpec spec, int epoch, Consumer<Object> constructed, Consumer<Failure> failed) {
    return new CallSpec(
        spec.taskHigh(),
        spec.taskLow(),
        spec.descriptor(),
        spec.function(),
        spec.arguments(),
        spec.options(),
        (call, runtime, high, low, options) -> new Result(epoch, constructed, failed));
  }

  @Override
  public LocalActor actor() {
    return actor;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  protected void inputsReady() {
    if (claim()) {
      Thread.ofVirtual().name("ray-constructor-" + actor.spec().id()).start(() -> run(lease));
    }
  }

  @Override
  public void tryRunInPlace() {}

  @Override
  protected @Nullable Object receiver() {
    return null;
  }

  @Override
  protected boolean shouldRetry(Throwable thrown) {
    return false;
  }

  @Override
  protected void requeue() {
    inputsReady();
  }

  @Override
  protected String kind() {
    return "constructor";
  }

  @Override
  protected String whereQueued() {
    return "about to start";
  }

  private static final class Result implements Returns {
    private final int epoch;
    private final Consumer<Object> constructed;
    private final Consumer<Failure> failed;
    private boolean complete;

    Result(int epoch, Consumer<Object> constructed, Consumer<Failure> failed) {
      this.epoch = epoch;
      this.constructed = constructed;
      this.failed = failed;
    }

    @Override
    public void succeed(@Nullable Object value, ValueCodec codec) throws Exception {
      if (value == null) {
        throw new IllegalStateException("the actor's constructor function returned null");
      }
      RayActorHooks.started(value, epoch);
      if (finish()) {
        constructed.accept(value);
      }
    }

    @Override
    public void fail(Failure failure) {
      if (finish()) {
        failed.accept(failure);
      }
    }

    private synchronized boolean finish() {
      boolean first = !complete;
      complete = true;
      return first;
    }

    @Override
    public void producedBy(Producer producer) {}

    @Override
    public synchronized boolean isComplete() {
      return complete;
    }
  }
}
