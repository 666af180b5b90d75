package org.akkaray.runtime.actor;

import org.akkaray.function.RayFuncVoid1;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The call of an ended actor's {@code onStop}. What it throws is logged. */
final class ActorStop extends Invocation implements ActorBound {
  private static final Logger log = LoggerFactory.getLogger(ActorStop.class);
  private static final RayFuncVoid1<Object> STOPPED = RayActorHooks::stopped;
  private static final FunctionDescriptor DESCRIPTOR = FunctionDescriptor.of(STOPPED);

  private final LocalActor actor;
  private final Object object;
  private final Runnable over;

  /**
   * @param over called when the hook is through
   */
  ActorStop(Services services, LocalActor actor, Object object, Runnable over) {
    super(services, spec(services, actor));
    this.over = over;
    this.actor = actor;
    this.object = object;
  }

  private static CallSpec spec(Services services, LocalActor actor) {
    CallSpec construction = actor.spec().construction();
    long last = Long.MAX_VALUE; // no call of the constructor's has this number
    return new CallSpec(
        TaskId.childHigh(construction.taskHigh(), construction.taskLow(), last),
        TaskId.childLow(construction.taskHigh(), construction.taskLow(), last),
        DESCRIPTOR,
        STOPPED,
        new Object[0],
        construction.options(),
        (call, runtime, high, low, options) -> new Logged(services, actor));
  }

  @Override
  public LocalActor actor() {
    return actor;
  }

  @Override
  public int epoch() {
    return actor.epoch();
  }

  @Override
  protected void inputsReady() {
    if (claim()) {
      Thread.ofVirtual().name("ray-stop-" + actor.spec().id()).start(() -> run(null));
    }
  }

  @Override
  public void tryRunInPlace() {}

  @Override
  protected Object receiver() {
    return object;
  }

  @Override
  protected boolean shouldRetry(Throwable thrown) {
    return false;
  }

  @Override
  protected void requeue() {}

  @Override
  protected void ended() {
    over.run();
  }

  @Override
  protected String kind() {
    return "hook";
  }

  @Override
  protected String whereQueued() {
    return "about to start";
  }

  private record Logged(Services services, LocalActor actor) implements Returns {
    @Override
    public void succeed(@Nullable Object value, ValueCodec codec) {}

    @Override
    public void fail(Failure failure) {
      Object detail =
          failure instanceof Failure.CallFailed failed
              ? services.values().thawThrowable(failed.thrown())
              : failure;
      log.warn("onStop of actor {} failed: {}", actor.spec().displayName(), detail);
    }

    @Override
    public void producedBy(Producer producer) {}

    @Override
    public boolean isComplete() {
      return false;
    }
  }
}
