package org.akkaray.runtime.remote;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.id.ActorId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorPlacer;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.link.Link;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.wire.ActorCall;
import org.akkaray.runtime.wire.ActorDescription;
import org.akkaray.runtime.wire.ActorGone;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.KillActor;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callers' side of actors that live on other nodes: chooses where new ones go, knows those that
 * somebody here has a handle of, and what was sent to them and not answered. Thread-safe.
 */
public final class RemoteActors implements ActorPlacer {
  private static final Logger log = LoggerFactory.getLogger(RemoteActors.class);
  private static final Cleaner UNREACHABLE_HANDLES = Cleaner.create();

  private final NodeContext node;
  private final ActorNodes nodes;
  private final WireActors wire;
  private final ActorParts parts;
  private final Map<ActorId, RemoteActor> actors = new ConcurrentHashMap<>();
  private final Map<TaskId, RemoteActorCall> sent = new ConcurrentHashMap<>();
  private final Queue<ActorCreation> waiting = new ConcurrentLinkedQueue<>();
  private final Set<ResourceSet> warned = ConcurrentHashMap.newKeySet();

  RemoteActors(NodeContext node, ActorNodes nodes, WireActors wire, ActorParts parts) {
    this.node = node;
    this.nodes = nodes;
    this.wire = wire;
    this.parts = parts;
  }

  Object session() {
    return parts.table();
  }

  ActorTable table() {
    return parts.table();
  }

  JobContext jobOf(Services services) {
    return parts.jobs().of(services.runtime());
  }

  // Creation.

  @Override
  public @Nullable ActorHandleImpl<?> place(ActorSpec spec, Services services) {
    Placement placement = nodes.choose(spec.demand(), strategy(spec), spec.detached());
    if (placement instanceof Placement.OnNode here && here.node().equals(node.id())) {
      nodes.arrived(node.id());
      return null;
    }
    if (placement instanceof Placement.Infeasible infeasible) {
      if (spec.options().isFailFast()) {
        throw new InfeasibleResourcesException(
            "Actor " + spec.displayName() + ": " + infeasible.reason());
      }
      warn(spec, infeasible);
    }
    RemoteActor actor =
        new RemoteActor(
            this, spec.id(), WireActors.describe(spec), spec.isOwned() ? node.id() : null);
    actors.put(spec.id(), actor);
    ActorHandleImpl<?> handle = actor.handle();
    if (spec.isOwned()) {
      UNREACHABLE_HANDLES.register(handle, () -> endUnreachable(actor));
    }
    if (spec.name() != null || !(placement instanceof Placement.OnNode)) {
      parts.directory().planned(spec, jobOf(services));
    }
    creation(placement, services, spec, actor).start();
    return handle;
  }

  private ActorCreation creation(
      Placement placement, Services services, ActorSpec spec, RemoteActor actor) {
    ActorCreation creation = new ActorCreation(services, spec, actor, this);
    creation.choose(placement instanceof Placement.OnNode chosen ? chosen.node() : null);
    actor.keep(spec);
    return creation;
  }

  private static org.akkaray.options.SchedulingStrategy strategy(ActorSpec spec) {
    return spec.options().getSchedulingStrategy();
  }

  private void warn(ActorSpec spec, Placement.Infeasible infeasible) {
    if (warned.add(spec.demand())) {
      log.warn("Actor {} stays pending: {}", spec.displayName(), infeasible.reason());
    }
  }

  /** The constructor's arguments are there. */
  void create(ActorCreation creation) {
    UniqueId chosen = creation.chosen();
    if (chosen == null || !node.knows(chosen)) {
      Placement placement =
          nodes.choose(
              creation.spec().demand(), strategy(creation.spec()), creation.spec().detached());
      if (!(placement instanceof Placement.OnNode found)) {
        creation.choose(null);
        waiting.add(creation);
        return;
      }
      chosen = found.node();
    }
    RemoteActor actor = creation.actor();
    if (actor.isDead()) {
      return;
    }
    JobContext job = jobOf(creation.services());
    CreateActor message;
    try {
      message = wire.toWire(creation.spec(), job);
    } catch (RuntimeException e) {
      abandon(
          actor,
          new Failure.ActorDied(
              actor.id(),
              "Actor " + actor.displayName() + " could not be created: " + e.getMessage(),
              job.services().values().freezeThrowable(e)));
      return;
    }
    parts.directory().created(creation.spec(), job, message, chosen);
    if (chosen.equals(node.id())) {
      nodes.arrived(node.id());
      parts.hosted().host(job, message);
    } else {
      node.links().send(chosen, job.messageTo(chosen).setCreateActor(message).build());
    }
    actor.at(chosen, 0);
    if (!node.knows(chosen)) {
      actor.lost(chosen);
    }
  }

  /** Tries again to find nodes for those that have none. */
  void placeWaiting() {
    for (int i = waiting.size(); i > 0; i--) {
      ActorCreation creation = waiting.poll();
      if (creation == null) {
        return;
      }
      create(creation);
    }
  }

  /** What actors ask for that wait for a node. */
  List<ResourceSet> pending() {
    return waiting.stream().map(creation -> creation.spec().demand()).toList();
  }

  /** The actor will never be there. */
  void abandon(RemoteActor actor, Failure reason) {
    waiting.removeIf(creation -> creation.actor() == actor);
    actor.die(reason);
    parts.directory().died(actor.id(), reason);
  }

  private void endUnreachable(RemoteActor actor) {
    actors.remove(actor.id(), actor);
    UniqueId location = actor.location();
    if (location != null) {
      sendKill(actor.id(), location, true, true);
    } else {
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

  // Handles.

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
        result.at(Ids.node(description.getNode()), description.getEpoch());
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

  // Calls.

  /** Sends a call that has left; with the actor's monitor held, so it only queues. */
  void send(RemoteActorCall call, UniqueId to, int epoch) {
    sent.put(call.taskId(), call);
    if (call.returns().isComplete()) {
      forget(call); // cancelled before it was noted
      return;
    }
    if (to.equals(node.id())) {
      parts.hosted().callFromHere(call);
      return;
    }
    Message message;
    try {
      message = call.job().messageTo(to).setActorCall(wire.toWire(call, epoch, to)).build();
    } catch (RuntimeException e) {
      forget(call);
      Thread.startVirtualThread(() -> {
        call.fail(
            new Failure.CallFailed(
                call.name(),
                call.services().nodeName(),
                call.attempt(),
                call.services().values().freezeThrowable(e)));
        call.endAway();
      });
      return;
    }
    node.links().send(to, message);
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

  boolean forget(RemoteActorCall call) {
    return sent.remove(call.taskId(), call);
  }

  /** Takes back what was sent to a node for one actor. */
  List<RemoteActorCall> takeSent(RemoteActor actor, UniqueId to) {
    List<RemoteActorCall> taken = new ArrayList<>();
    for (RemoteActorCall call : sent.values()) {
      if (call.actor() == actor && to.equals(call.sentTo()) && forget(call)) {
        taken.add(call);
      }
    }
    taken.sort(Comparator.comparingLong(RemoteActorCall::number));
    return taken;
  }

  void cancel(RemoteActorCall call) {
    UniqueId to = call.sentTo();
    if (to == null || !forget(call)) {
      return;
    }
    node.send(
        to,
        call.job()
            .messageTo(to)
            .setCancel(
                CancelCall.newBuilder()
                    .setTaskHigh(call.taskHigh())
                    .setTaskLow(call.taskLow())
                    .setAttempt(call.attempt())));
    node.links().flush(to);
  }

  /** A node says what came of a call; false if nobody here waits for that. */
  boolean onResult(UniqueId from, CallResult result) {
    RemoteActorCall call = sent.get(TaskId.of(result.getTaskHigh(), result.getTaskLow()));
    if (call != null
        && from.equals(call.sentTo())
        && call.attempt() == result.getAttempt()
        && forget(call)) {
      ResultPublisher.publish(call, call.job(), from, result);
      return true;
    }
    return false;
  }

  void onGone(UniqueId from, ActorGone gone) {
    RemoteActorCall call = sent.get(TaskId.of(gone.getTaskHigh(), gone.getTaskLow()));
    if (call != null
        && from.equals(call.sentTo())
        && call.attempt() == gone.getAttempt()
        && forget(call)) {
      call.actor().refused(call, from);
    }
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

  // Where actors are.

  /** Asks where an actor is; the answer is an {@link #at} or a {@link #died}. */
  void locate(RemoteActor actor) {
    parts.directory().locate(actor.id());
  }

  /** An actor lives there now. */
  void at(ActorId id, UniqueId where, int epoch) {
    RemoteActor actor = actors.get(id);
    if (actor == null) {
      return;
    }
    if (node.knows(where)) {
      actor.at(where, epoch);
      if (!node.knows(where)) {
        actor.lost(where);
      }
    } else {
      try {
        parts.timer().schedule(() -> locate(actor), 100, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.RejectedExecutionException e) {
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
    for (RemoteActor actor : new HashSet<>(actors.values())) {
      actor.lost(gone);
    }
  }

  /** How many calls have been sent and not answered. */
  int away() {
    return sent.size();
  }

  static ActorCall.Builder callOf(RemoteActorCall call, int epoch) {
    return ActorCall.newBuilder()
        .setTaskHigh(call.taskHigh())
        .setTaskLow(call.taskLow())
        .setAttempt(call.attempt())
        .setActor(Ids.bytes(call.actor().id()))
        .setEpoch(epoch)
        .setShape(call.shape());
  }
}
