package org.akkaray.runtime.remote;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.wire.CreateActor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates this node's actors on other nodes, and keeps those for which there is none now.
 * Thread-safe.
 */
final class ActorCreations {
  private static final Logger log = LoggerFactory.getLogger(ActorCreations.class);

  private final NodeContext node;
  private final ActorNodes nodes;
  private final WireActors wire;
  private final ActorParts parts;
  private final Queue<ActorCreation> waiting = new ConcurrentLinkedQueue<>();
  private final Set<ResourceSet> warned = ConcurrentHashMap.newKeySet();

  ActorCreations(NodeContext node, ActorNodes nodes, WireActors wire, ActorParts parts) {
    this.node = node;
    this.nodes = nodes;
    this.wire = wire;
    this.parts = parts;
  }

  /** Where a new actor is to live. */
  Placement choose(ActorSpec spec) {
    Placement placement = nodes.choose(spec.demand(), strategy(spec), spec.detached());
    if (placement instanceof Placement.OnNode here && here.node().equals(node.id())) {
      nodes.arrived(node.id());
    }
    if (placement instanceof Placement.Infeasible infeasible) {
      if (spec.options().isFailFast()) {
        throw new InfeasibleResourcesException(
            "Actor " + spec.displayName() + ": " + infeasible.reason());
      }
      if (warned.add(spec.demand())) {
        log.warn("Actor {} stays pending: {}", spec.displayName(), infeasible.reason());
      }
    }
    return placement;
  }

  /** Creates an actor at a node, or, if that is null, when there is one. */
  void start(ActorSpec spec, Services services, RemoteActor actor, @Nullable UniqueId chosen) {
    if (spec.name() != null || chosen == null) {
      parts.directory().planned(spec, jobOf(services));
    }
    ActorCreation creation = new ActorCreation(services, spec, actor, this);
    creation.choose(chosen);
    actor.keep(spec);
    creation.start();
  }

  private JobContext jobOf(Services services) {
    return parts.jobs().of(services.runtime());
  }

  private static SchedulingStrategy strategy(ActorSpec spec) {
    return spec.options().getSchedulingStrategy();
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
    actor.at(chosen, 0, creation.spec().options().getMaxRestarts());
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
}
