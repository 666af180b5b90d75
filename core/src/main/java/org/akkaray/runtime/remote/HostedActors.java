package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.wire.ActorArrived;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.KillActor;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actors that this node hosts, for others and for itself. Thread-safe. */
final class HostedActors {
  private static final Logger log = LoggerFactory.getLogger(HostedActors.class);

  private final NodeContext node;
  private final WireActors wire;
  private final ActorNodes nodes;
  private final ActorParts parts;
  private final EarlyCalls early;

  /** What those that came from other nodes are made of, while they live. */
  private final Map<ActorId, CreateActor> specs = new ConcurrentHashMap<>();

  /** The jobs of the actors that came from other nodes: a detached one outlives its job. */
  private final Map<ActorId, JobContext> homes = new ConcurrentHashMap<>();

  /** Those that have left for other nodes, and in which epoch they were here. */
  private final Map<ActorId, Integer> moved = new ConcurrentHashMap<>();

  HostedActors(NodeContext node, WireActors wire, ActorNodes nodes, ActorParts parts) {
    this.node = node;
    this.wire = wire;
    this.nodes = nodes;
    this.parts = parts;
    this.early = new EarlyCalls(parts, this::isSettled);
  }

  EarlyCalls early() {
    return early;
  }

  private boolean isSettled(ActorId id) {
    return parts.table().local(id) != null || moved.containsKey(id) || deathOf(id) != null;
  }

  void onCreate(UniqueId from, JobContext job, CreateActor message) {
    nodes.arrived(from);
    host(job, message);
  }

  /** Has an actor live here. */
  void host(JobContext job, CreateActor message) {
    ActorId id = WireActors.idOf(message);
    LocalActor present = parts.table().local(id);
    if (present != null && !present.isOver()) {
      log.debug("Actor {} is here already.", id);
      return;
    }
    specs.put(id, message);
    homes.put(id, job);
    try {
      ActorSpec spec = wire.fromWire(message, job);
      parts.table().hostForOthers(spec, job.services(), message.getEpoch());
    } catch (RuntimeException | LinkageError e) {
      neverMade(
          message,
          " could not be created on node " + job.services().nodeName() + ": " + e.getMessage(),
          job.services().values().freezeThrowable(e));
    }
  }

  private void neverMade(CreateActor message, String why, @Nullable Object cause) {
    ActorId id = WireActors.idOf(message);
    specs.remove(id);
    homes.remove(id);
    Failure reason =
        new Failure.ActorDied(
            id, "Actor " + WireActors.describe(message).getDisplayName() + why, cause);
    parts.table().neverMade(id, reason);
    parts.directory().died(id, reason);
    arrived(message);
    early.admit(id);
  }

  /** An actor of a job that cannot run here. */
  void refuse(CreateActor message, String reason) {
    neverMade(message, " could not be created: " + reason, null);
  }

  /** The job whose classes an actor is of. */
  JobContext jobOf(LocalActor actor) {
    JobContext home = homes.get(actor.spec().id());
    return home != null ? home : parts.jobs().of(actor.services().runtime());
  }

  /** What a node has created that lives here; null if that was this node itself. */
  @Nullable UniqueId ownerOf(ActorId id) {
    CreateActor known = specs.get(id);
    return known == null ? null : Ids.node(known.getOwner());
  }

  /** What an actor is made of. */
  CreateActor creationOf(LocalActor actor) {
    CreateActor known = specs.get(actor.spec().id());
    return known != null ? known : wire.toWire(actor.spec(), jobOf(actor));
  }

  /** An actor is here from now on, or its state has changed. */
  void changed(LocalActor actor) {
    ActorId id = actor.spec().id();
    if (actor.hasLeft()) {
      specs.remove(id);
      homes.remove(id);
      return;
    }
    early.admit(id);
    CreateActor known = specs.get(id);
    parts.directory().hosted(actor, known == null ? CreateActor.getDefaultInstance() : known);
    if (known != null && (actor.isOver() || actor.state() == ActorState.ALIVE)) {
      arrived(known);
    }
    if (actor.isOver()) {
      specs.remove(id);
      homes.remove(id);
    }
  }

  /** The node that it came from need not wait for it any more. */
  private void arrived(CreateActor message) {
    if (message.hasMovedFrom()) {
      ActorId id = WireActors.idOf(message);
      specs.computeIfPresent(id, (key, known) -> known.toBuilder().clearMovedFrom().build());
      UniqueId from = Ids.node(message.getMovedFrom());
      node.send(
          from,
          Message.newBuilder().setActorArrived(ActorArrived.newBuilder().setActor(Ids.bytes(id))));
      node.links().flush(from);
    }
  }

  /** An actor that was here in this epoch lives elsewhere from now on. */
  void moves(ActorId id, int epoch) {
    moved.put(id, epoch);
  }

  /** In which epoch an actor was here that has left for another node; negative if none. */
  int movedInEpoch(ActorId id) {
    return moved.getOrDefault(id, -1);
  }

  /** Why an actor is gone that was here, or was to be; null if it is not known to be. */
  @Nullable Failure deathOf(ActorId id) {
    return parts.table().deathOf(id);
  }

  void onKill(KillActor kill) {
    ActorId id = WireActors.actor(kill.getActor());
    early.whenHere(
        id,
        () -> {
          LocalActor actor = parts.table().local(id);
          if (actor == null) {
            return;
          }
          if (kill.getUnreachable()) {
            end(actor, " ended because nobody held a handle of it any more.");
          } else {
            actor.kill(kill.getNoRestart());
          }
        });
  }

  private static void end(LocalActor actor, String why) {
    actor.end(
        new Failure.ActorDied(
            actor.spec().id(), "Actor " + actor.spec().displayName() + why, null));
  }

  /**
   * A node is gone: what it created ends, unless it has left in order, and so do the actors of its
   * driver's jobs.
   */
  void nodeDown(UniqueId gone) {
    for (LocalActor actor : parts.table().all()) {
      if (actor.spec().detached()) {
        continue;
      }
      JobContext job = parts.jobs().of(actor.services().runtime());
      if (job != null && job.driver().equals(gone)) {
        endLater(actor, " ended with its job.");
      } else if (!parts.hasLeft(gone) && gone.equals(ownerOf(actor.spec().id()))) {
        endLater(actor, " ended with its owner: node " + gone + ", which created it, died.");
      }
    }
  }

  /** A job is over, and with it its actors but the detached ones. */
  void jobEnded(JobId job) {
    for (LocalActor actor : parts.table().all()) {
      if (!actor.spec().detached() && actor.spec().job().equals(job)) {
        endLater(actor, " ended with its job.");
      }
    }
  }

  private static void endLater(LocalActor actor, String why) {
    Thread.startVirtualThread(() -> end(actor, why));
  }
}
