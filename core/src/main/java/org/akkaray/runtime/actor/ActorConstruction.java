package org.akkaray.runtime.actor;

import java.util.function.Consumer;
import org.akkaray.function.RayFunc1;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/**
 * One call of an actor's constructor. Its result is the actor's object itself, which is published
 * to nobody.
 */
final class ActorConstruction extends ConstructorCall implements ActorBound {
  private static final RayFunc1<Object, Object> ARRIVED = ActorConstruction::arrived;
  private static final FunctionDescriptor ARRIVED_DESCRIPTOR = FunctionDescriptor.of(ARRIVED);

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
    super(services, call(actor.spec()), new Result(epoch, constructed, failed));
    this.actor = actor;
    this.epoch = epoch;
    this.lease = lease;
  }

  /** An object that came from another node takes the place of a new one. */
  private static CallSpec call(ActorSpec spec) {
    CallSpec call = spec.construction();
    return spec.state() == null
        ? call
        : new CallSpec(
            call.taskHigh(),
            call.taskLow(),
            ARRIVED_DESCRIPTOR,
            ARRIVED,
            new Object[] {spec.state()},
            call.options(),
            call.shape());
  }

  private static Object arrived(Object object) {
    return object;
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
