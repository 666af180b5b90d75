package org.akkaray.runtime.remote;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.ConstructorCall;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/** The call of a constructor that another node will make, while it waits for its arguments. */
final class ActorCreation extends ConstructorCall {
  private final ActorSpec spec;
  private final RemoteActor actor;
  private final ActorCreations creations;
  private volatile @Nullable UniqueId chosen;

  ActorCreation(Services services, ActorSpec spec, RemoteActor actor, ActorCreations creations) {
    super(services, spec.construction(), new Result(actor, creations));
    this.spec = spec;
    this.actor = actor;
    this.creations = creations;
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
      creations.create(this);
    }
  }

  @Override
  protected String whereQueued() {
    return "waiting for a node";
  }

  /** Hears only that an argument failed. */
  private record Result(RemoteActor actor, ActorCreations creations) implements Returns {
    @Override
    public void succeed(@Nullable Object value, ValueCodec codec) {
      throw new IllegalStateException("An actor's object stays on its node.");
    }

    @Override
    public void fail(Failure failure) {
      creations.abandon(
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
