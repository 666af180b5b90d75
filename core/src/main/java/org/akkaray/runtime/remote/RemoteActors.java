package org.akkaray.runtime.remote;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorPlacer;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.link.Link;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.wire.ActorDescription;
import org.akkaray.runtime.wire.KillActor;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actors of other nodes that somebody here has a handle of: where they live, and whether they
 * do. Thread-safe.
 */
public final class RemoteActors implements ActorPlacer {
  private static final Logger log = LoggerFactory.getLogger(RemoteActors.class);
  private static final Cleaner UNREACHABLE_HANDLES = Cleaner.create();

  private final NodeContext node;
  private final ActorParts parts;
  private final ActorCreations creations;
  private final SentActorCalls calls;
  private final Map<ActorId, RemoteActor> actors = new ConcurrentHashMap<>();

  RemoteActors(NodeContext node, ActorParts parts, ActorCreations creations, SentActorCalls calls) {
    this.node = node;
    this.parts = parts;
    this.creations = creations;
    this.calls = calls;
  }

  Object session() {
    return parts.table();
  }

  JobContext jobOf(Services services) {
    return parts.jobs().of(services.runtime());
  }

  SentActorCalls calls() {
    return calls;
  }

  boolean hasLeft(UniqueId other) {
    return parts.hasLeft(other);
  }

  boolean knows(UniqueId other) {
    return node.knows(other);
  }

  @Override
  public @Nullable ActorHandleImpl<?> place(ActorSpec spec, Services services) {
    Placement placement = creations.choose(spec);
    UniqueId chosen = placement instanceof Placement.OnNode there ? there.node() : null;
    if (node.id().equals(chosen)) {
      return null;
    }
    RemoteActor actor =
        new RemoteActor(
            this, spec.id(), WireActors.describe(spec), spec.isOwned() ? node.id() : null);
    actors.put(spec.id(), actor);
    ActorHandleImpl<?> handle = actor.handle();
    if (spec.isOwned()) {
      UNREACHABLE_HANDLES.register(handle, () -> endUnreachable(actor));
    }
    creations.start(spec, services, actor, chosen);
    return handle;
  }

  /** The actor will never be there. */
  void abandon(RemoteActor actor, Failure reason) {
    creations.abandon(actor, reason);
  }

  private void endUnreachable(RemoteActor actor) {
    actors.remove(actor.id(), actor);
    UniqueId location = actor.location();
    if (location != null) {
      sendKill(actor.id(), location, true, true);
    } else if (!actor.isDead()) {
      abandon(
          actor,
          new Failure.ActorDied(
              actor.id(),
              "Actor "
                  + actor.displayName()
                  + " ended because nobody held a handle of it any more.",
              null));
    }
  }

  /** The actor that another node told of; a new one if nobody here has a handle of it. */
  RemoteActor known(ActorId id, ActorDescription description, @Nullable UniqueId owner) {
    RemoteActor[] fresh = new RemoteActor[1];
    RemoteActor result =
        actors.compute(
            id,
            (key, present) -> {
              if (present != null) {
                return present;
              }
              fresh[0] = new RemoteActor(this, id, description, owner);
              return fresh[0];
            });
    if (fresh[0] == result) {
      if (description.hasNode() && node.knows(Ids.node(description.getNode()))) {
        result.at(
            Ids.node(description.getNode()), description.getEpoch(), description.getMaxRestarts());
      } else {
        locate(result);
      }
    }
    return result;
  }

  /** The handle of an actor, if anybody here has it. */
  @Nullable ActorHandleImpl<?> handleInUse(ActorId id) {
    RemoteActor actor = actors.get(id);
    return actor == null ? null : actor.handleInUse();
  }

  void forget(ActorId id, RemoteActor actor) {
    actors.remove(id, actor);
  }

  @Override
  public ActorHandleImpl<?> find(ActorRecord record) {
    return parts.directory().find(record);
  }

  @Override
  public void hosts(LocalActor actor) {
    parts.hosted().changed(actor);
  }

  /** Helps to write what was sent, when a batch is full. */
  void makeRoom(UniqueId to) {
    Link link = node.links().to(to);
    if (link != null) {
      node.helpWith(link);
    }
  }

  void flush(UniqueId to) {
    node.links().flush(to);
  }

  void sendKill(ActorId actor, UniqueId to, boolean noRestart, boolean unreachable) {
    KillActor kill =
        KillActor.newBuilder()
            .setActor(Ids.bytes(actor))
            .setNoRestart(noRestart)
            .setUnreachable(unreachable)
            .build();
    if (to.equals(node.id())) {
      Thread.startVirtualThread(() -> parts.hosted().onKill(kill));
    } else {
      node.send(to, Message.newBuilder().setKillActor(kill));
      node.links().flush(to);
    }
  }

  /** Asks where an actor is; the answer is an {@link #at} or a {@link #died}. */
  void locate(RemoteActor actor) {
    parts.directory().locate(actor.id());
  }

  /** Whether it is not known where an actor is that somebody here has a handle of. */
  boolean isSought(ActorId id) {
    RemoteActor actor = actors.get(id);
    return actor != null && actor.isSought();
  }

  /** An actor lives there now. */
  void at(ActorId id, UniqueId where, int epoch, int maxRestarts) {
    RemoteActor actor = actors.get(id);
    if (actor == null) {
      return;
    }
    if (node.knows(where)) {
      actor.at(where, epoch, maxRestarts);
      if (!node.knows(where)) {
        actor.lost(where);
      }
    } else {
      try {
        parts.timer().schedule(() -> locate(actor), 100, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        log.debug("This node is ending; it does not look for actor {}.", id);
      }
    }
  }

  /** An actor is gone for good. */
  void died(ActorId id, String reason) {
    RemoteActor actor = actors.get(id);
    if (actor != null) {
      actor.die(new Failure.ActorDied(id, reason, null));
    }
  }

  /** A node is gone: what lived there is not to be called there any more. */
  void nodeDown(UniqueId gone) {
    for (RemoteActor actor : List.copyOf(actors.values())) {
      actor.lost(gone);
    }
  }
}
