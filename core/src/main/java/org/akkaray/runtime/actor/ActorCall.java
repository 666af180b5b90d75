package org.akkaray.runtime.actor;

import org.akkaray.id.ActorId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.StatefulEdges;
import org.jspecify.annotations.Nullable;

/**
 * A call of an actor's method. Keeps the handle it was made through, so that the actor lives until
 * it has answered.
 */
public final class ActorCall extends Invocation implements ActorBound {
  private final LocalActor actor;
  private final ActorHandleImpl<?> handle;
  private final int group;

  /** Set when no thread works on it any more and none will. */
  private volatile boolean over;

  /** The incarnation that runs this; set when it begins. */
  private @Nullable Incarnation incarnation;

  ActorCall(
      Services services, CallSpec spec, LocalActor actor, ActorHandleImpl<?> handle, int group) {
    super(services, spec);
    this.actor = actor;
    this.handle = handle;
    this.group = group;
  }

  private ActorCall(ActorCall fencedOff, int attempt) {
    super(fencedOff, attempt);
    this.actor = fencedOff.actor;
    this.handle = fencedOff.handle;
    this.group = fencedOff.group;
  }

  /** The call once more, after the incarnation that ran it ended. */
  ActorCall again() {
    return new ActorCall(this, attempt() + 1);
  }

  /** The call, for another incarnation, after the one that was about to run it ended. */
  ActorCall anew() {
    return new ActorCall(this, attempt());
  }

  int group() {
    return group;
  }

  @Override
  public LocalActor actor() {
    return actor;
  }

  @Override
  public int epoch() {
    return incarnation == null ? actor.epoch() : incarnation.epoch();
  }

  /** Runs a claimed call on an incarnation's object. */
  void runOn(Incarnation target) {
    incarnation = target;
    run(target.lease());
  }

  /** The handle that it was made through. */
  public ActorHandleImpl<?> through() {
    return handle;
  }

  /** Whether the call may run again after its incarnation ended under it. */
  boolean mayRunAgain() {
    int retries =
        options().isMaxRetriesSet()
            ? options().getMaxRetries()
            : actor.spec().options().getMaxTaskRetries();
    return retries < 0 || attempt() < retries;
  }

  /** Whether there is nothing left to publish. */
  boolean isAnswered() {
    return returns().isComplete();
  }

  @Override
  protected void inputsReady() {
    actor.inputsReady(this);
  }

  @Override
  public void tryRunInPlace() {
    if (hasInputs() && !isClaimed()) {
      actor.runInPlace(this);
    }
  }

  @Override
  public boolean isBlockedBy(ExecutionContext context) {
    return super.isBlockedBy(context)
        || (!isClaimed()
            && context.invocation() instanceof ActorBound running
            && running.actor() == actor
            && needsTheEndOf(running));
  }

  /**
   * Whether this call begins only after what now runs in the actor: its constructor, or a call of
   * the same lane.
   */
  private boolean needsTheEndOf(ActorBound running) {
    return running instanceof ActorConstruction
        || (running instanceof ActorCall call
            && call.group == group
            && actor.spec().layout().groups().get(group).maxConcurrency() == 1);
  }

  @Override
  protected Object receiver() {
    return incarnation.object();
  }

  @Override
  protected boolean shouldRetry(Throwable thrown) {
    return options().isRetried(thrown) && mayRunAgain();
  }

  @Override
  protected void requeue() {
    actor.enqueue(this);
  }

  @Override
  protected @Nullable Failure interpret(Throwable thrown) {
    return thrown instanceof ActorExit ? actor.exit(incarnation) : null;
  }

  boolean hasEnded() {
    return over;
  }

  @Override
  protected void ended() {
    over = true;
    if (!isFenced()) { // else the actor has counted it, or its next run will be counted
      actor.ended(this);
    }
  }

  @Override
  protected void resultPending(boolean pending) {
    Incarnation mine = incarnation;
    if (mine != null) {
      mine.resultPending(this, pending);
    }
  }

  @Override
  protected ActorId actorId() {
    return actor.id();
  }

  @Override
  protected StatefulEdges statefulEdges() {
    return actor.statefulEdges();
  }

  @Override
  protected String kind() {
    return "method";
  }

  @Override
  protected String whereQueued() {
    return "queued at actor " + actor.spec().displayName() + " (" + actor.describeState() + ")";
  }
}
