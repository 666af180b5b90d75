package org.akkaray.runtime.remote;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/** The call of a constructor that another node will make, while it waits for its arguments. */
final class ActorCreation extends Invocation {
  private final ActorSpec spec;
  private final RemoteActor actor;
  private final RemoteActors actors;
  private volatile @Nullable UniqueId chosen;

  ActorCreation(Services services, ActorSpec spec, RemoteActor actor, RemoteActors actors) {
    super(services, failing(spec, actor, actors));
    this.spec = spec;
    this.actor = actor;
    this.actors = actors;
  }

  private static CallSpec failing(ActorSpec spec, RemoteActor actor, RemoteActors actors) {
    CallSpec call = spec.construction();
    return new CallSpec(
        call.taskHigh(),
        call.taskLow(),
        call.descriptor(),
        call.function(),
        call.arguments(),
        call.options(),
        (invocation, runtime, high, low, options) -> new Result(actor, actors));
  }

  ActorSpec spec() {
    return spec;
  }

  RemoteActor actor() {
    return actor;
  }

  @Nullable UniqueId chosen() {
    return chosen;
  }

  void choose(@Nullable UniqueId node) {
    chosen = node;
  }

  @Override
  protected void inputsReady() {
    if (!isClaimed()) {
      actors.create(this);
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
    return "waiting for a node";
  }

  /** Hears only that an argument failed. */
  private record Result(RemoteActor actor, RemoteActors actors) implements Returns {
    @Override
    public void succeed(@Nullable Object value, ValueCodec codec) {
      throw new IllegalStateException("An actor's object stays on its node.");
    }

    @Override
    public void fail(Failure failure) {
      actors.abandon(
          actor,
          new Failure.ActorDied(
              actor.id(),
              "Actor " + actor.displayName() + " could not be created: its constructor failed.",
              failure instanceof Failure.CallFailed thrown ? thrown.thrown() : null));
    }

    @Override
    public void producedBy(Producer producer) {}

    @Override
    public boolean isComplete() {
      return actor.isDead();
    }
  }
}
