package org.akkaray.runtime.remote;

import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ActorId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorCall;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.StatefulEdges;
import org.jspecify.annotations.Nullable;

/**
 * A call of an actor that lives elsewhere, on the caller's node: waits for its inputs and for its
 * turn, and then for the actor's node. Keeps the handle it was made through, so that the actor
 * lives until it has answered.
 */
final class RemoteActorCall extends Invocation {
  private final RemoteActor actor;
  private final ActorHandleImpl<?> through;
  private final JobContext job;

  /** Where it was sent, and as which of the actor's calls; guarded by the actor's monitor. */
  private @Nullable UniqueId sentTo;

  private long number;

  private volatile @Nullable Producer here;

  RemoteActorCall(
      Services services,
      CallSpec spec,
      RemoteActor actor,
      ActorHandleImpl<?> through,
      JobContext job) {
    super(services, spec);
    this.actor = actor;
    this.through = through;
    this.job = job;
  }

  /** A call that a moving actor of this node had not begun. */
  RemoteActorCall(ActorCall unbegun, RemoteActor actor, JobContext job) {
    super(unbegun, unbegun.attempt());
    this.actor = actor;
    this.through = unbegun.through();
    this.job = job;
  }

  JobContext job() {
    return job;
  }

  RemoteActor actor() {
    return actor;
  }

  ActorHandleImpl<?> through() {
    return through;
  }

  TaskId taskId() {
    return TaskId.of(taskHigh(), taskLow());
  }

  @Nullable UniqueId sentTo() {
    return sentTo;
  }

  long number() {
    return number;
  }

  void numbered(long next) {
    number = next;
  }

  /** Claims the call for the actor's node; false if it is over. */
  boolean leaveFor(UniqueId node) {
    sentTo = node;
    leavesFor(node);
    return claim() && sendAway();
  }

  /**
   * The node will not answer.
   *
   * @param begun whether it may have begun there
   * @return whether it waits again
   */
  boolean comeHome(boolean begun) {
    sentTo = null;
    here = null;
    return comeBack(begun);
  }

  /** Whether it may run again after its incarnation ended under it. */
  boolean mayRunAgain() {
    int retries = options().isMaxRetriesSet() ? options().getMaxRetries() : actor.maxTaskRetries();
    return retries < 0 || attempt() < retries;
  }

  @Override
  protected void inputsReady() {
    actor.inputsReady(this);
  }

  /** It runs as a call of this node's own actor. */
  void runsAs(Producer call) {
    here = call;
  }

  @Override
  public void tryRunInPlace() {
    Producer local = here;
    if (local != null) {
      local.tryRunInPlace();
    } else {
      actor.hurry();
    }
  }

  @Override
  protected void cancelledAway() {
    Producer local = here;
    if (local != null) {
      local.cancel();
    } else {
      actor.cancelled(this);
    }
  }

  @Override
  protected void ended() {
    actor.ended(this);
  }

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
    return "waiting for actor " + actor.displayName() + " (" + actor.describeState() + ")";
  }

  @Override
  protected String whereAway() {
    return "at actor " + actor.displayName() + " (" + actor.describeState() + ")";
  }

  /** The call goes on in this node's own actor. */
  Forward forward() {
    return new Forward();
  }

  /** Publishes in this call's name what an actor of this node returns. */
  final class Forward implements Returns {
    /** The call that this returns to. */
    RemoteActorCall call() {
      return RemoteActorCall.this;
    }

    private final AtomicInteger done = new AtomicInteger();

    @Override
    public void begins() {
      runsHere();
    }

    @Override
    public void succeed(@Nullable Object value, ValueCodec codec) throws Exception {
      returns().succeed(value, codec);
      over();
    }

    @Override
    public void fail(Failure failure) {
      returns().fail(failure);
      over();
    }

    private void over() {
      if (done.getAndIncrement() == 0) {
        actor.answered(RemoteActorCall.this);
        endAway();
      }
    }

    @Override
    public void producedBy(Producer producer) {}

    @Override
    public boolean isComplete() {
      return returns().isComplete();
    }
  }
}
