package org.akkaray.runtime.remote;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * What the parts that have to do with actors know of one another. Thread-safe: it is put together
 * before the node takes part in a cluster.
 */
final class ActorParts {
  private final JobContexts jobs;
  private final ScheduledExecutorService timer;

  /** Nodes that leave in order, or have. */
  private final Set<UniqueId> leavers = ConcurrentHashMap.newKeySet();

  private volatile ActorTable table;
  private HostedActors hosted;
  private HostedActorCalls calls;
  private ActorDirectory directory;

  @SuppressWarnings("NullAway.Init") // completed before anybody else sees it
  ActorParts(JobContexts jobs, ScheduledExecutorService timer) {
    this.jobs = jobs;
    this.timer = timer;
  }

  void complete(
      ActorTable actorTable,
      HostedActors hostedActors,
      HostedActorCalls hostedCalls,
      ActorDirectory actorDirectory) {
    table = actorTable;
    hosted = hostedActors;
    calls = hostedCalls;
    directory = actorDirectory;
  }

  /** A node leaves in order: what it created and others use goes on without it. */
  void nodeLeaves(UniqueId node) {
    leavers.add(node);
  }

  /** Whether a node that is gone has left in order. */
  boolean hasLeft(UniqueId node) {
    return leavers.contains(node);
  }

  JobContexts jobs() {
    return jobs;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ActorTable table() {
    return table;
  }

  /** How many actors live here. */
  int actors() {
    @Nullable ActorTable ready = table;
    return ready == null ? 0 : ready.all().size();
  }

  /** What they have of this node, or wait for. */
  ResourceSet reserved() {
    @Nullable ActorTable ready = table;
    ResourceSet sum = ResourceSet.EMPTY;
    if (ready != null) {
      for (LocalActor actor : ready.all()) {
        ResourceSet demand = actor.spec().demand();
        if (demand != ResourceSet.EMPTY) {
          sum = sum.plus(demand);
        }
      }
    }
    return sum;
  }

  HostedActors hosted() {
    return hosted;
  }

  HostedActorCalls calls() {
    return calls;
  }

  ActorDirectory directory() {
    return directory;
  }
}
