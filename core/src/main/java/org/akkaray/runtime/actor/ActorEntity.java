package org.akkaray.runtime.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one actor, as an entity of Cluster Sharding: there is at most one in the cluster.
 * Takes the actor's resources, has its constructor run, opens it for calls, makes it again after
 * its object ended, and gives everything back at the end. The calls themselves do not pass here:
 * see {@link LocalActor}.
 */
public final class ActorEntity {
  public static final EntityTypeKey<Command> TYPE =
      EntityTypeKey.create(Command.class, "ray-actor");

  private static final Logger log = LoggerFactory.getLogger(ActorEntity.class);

  /** What an entity is told. */
  public sealed interface Command {}

  /** The actor was created. */
  public record Start() implements Command {}

  /** The resources are taken. */
  record Granted() implements Command {}

  /** The constructor of an epoch is through. */
  record Constructed(int epoch, Object object) implements Command {}

  /** The constructor failed, or its arguments did. */
  record ConstructionFailed(int epoch, Failure failure) implements Command {}

  /** The object ended and another is to be made. */
  public record Restart() implements Command {}

  /** The actor is over; also sent by sharding when the node stops. */
  public record End() implements Command {}

  private final ActorContext<Command> context;
  private final LocalActor actor;
  private final Services services;
  private final ActorTable table;
  private @Nullable Lease lease;

  /** What stands in the ledger's queue for this actor. */
  private @Nullable Runnable waiting;

  private @Nullable ActorConstruction construction;
  private boolean granted;

  private ActorEntity(ActorContext<Command> context, LocalActor actor, ActorTable table) {
    this.context = context;
    this.actor = actor;
    this.services = actor.services();
    this.table = table;
  }

  /** The entity of a living actor; stops at once if the table has no such actor on this node. */
  static Behavior<Command> create(@Nullable LocalActor actor, ActorTable table) {
    if (actor == null) {
      return Behaviors.stopped();
    }
    return Behaviors.setup(context -> {
      ActorEntity entity = new ActorEntity(context, actor, table);
      return Behaviors.receiveMessage(entity::onMessage);
    });
  }

  private Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Start start -> onStart();
      case Granted ignored -> onGranted();
      case Constructed constructed -> onConstructed(constructed);
      case ConstructionFailed failed -> onConstructionFailed(failed);
      case Restart restart -> onRestart();
      case End end -> onEnd();
    };
  }

  private Behavior<Command> onStart() {
    if (actor.spec().demand().isEmpty()) {
      return onGranted();
    }
    ActorRef<Command> self = context.getSelf();
    waiting = () -> self.tell(new Granted());
    services.scheduler().ledger().acquire(actor.spec().demand(), waiting);
    return Behaviors.same();
  }

  private Behavior<Command> onGranted() {
    granted = true;
    if (!actor.spec().demand().isEmpty()) {
      lease = new Lease(services.scheduler().ledger(), actor.spec().demand());
    }
    if (actor.isOver() || actor.hasLeft()) {
      return onEnd();
    }
    construct();
    return Behaviors.same();
  }

  private void construct() {
    int epoch = actor.epoch();
    ActorRef<Command> self = context.getSelf();
    construction =
        new ActorConstruction(
            services,
            actor,
            epoch,
            lease,
            object -> self.tell(new Constructed(epoch, object)),
            failure -> self.tell(new ConstructionFailed(epoch, failure)));
    construction.start();
  }

  private Behavior<Command> onConstructed(Constructed constructed) {
    if (constructed.epoch() == actor.epoch() && actor.open(constructed.object(), lease)) {
      table.changed(actor);
    }
    return Behaviors.same();
  }

  private Behavior<Command> onConstructionFailed(ConstructionFailed failed) {
    Object cause = failed.failure() instanceof Failure.CallFailed thrown ? thrown.thrown() : null;
    actor.die(
        new Failure.ActorDied(
            actor.spec().id(),
            "Actor "
                + actor.spec().displayName()
                + " could not be created: its constructor failed.",
            cause));
    return Behaviors.same();
  }

  private Behavior<Command> onRestart() {
    table.changed(actor);
    construct();
    return Behaviors.same();
  }

  private Behavior<Command> onEnd() {
    if (!actor.isOver() && !actor.hasLeft()) {
      actor.die(
          new Failure.ActorDied(
              actor.spec().id(),
              "Actor " + actor.spec().displayName() + " ended with its node.",
              null));
      return Behaviors.same(); // which brings this message once more
    }
    if (!granted && waiting != null && !services.scheduler().ledger().withdraw(waiting)) {
      return Behaviors.same(); // the resources are on their way; they are given back when they come
    }
    if (construction != null) {
      construction.cancel();
    }
    if (lease != null) {
      lease.release();
    }
    Object stopping = actor.takeStopping();
    if (stopping != null) {
      table.stopBegins();
      new ActorStop(services, actor, stopping, table::stopEnded).start();
    }
    table.remove(actor);
    log.debug("Actor {} ended.", actor.spec().id());
    return Behaviors.stopped();
  }
}
