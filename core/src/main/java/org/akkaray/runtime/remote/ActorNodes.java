package org.akkaray.runtime.remote;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.UniqueId;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.ActorPlacement;
import org.akkaray.runtime.scheduler.placement.ClusterView;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.InputLocations;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.scheduler.placement.NodeView;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.scheduler.placement.PlacementRequest;

/**
 * Chooses nodes for actors. A node that offers no CPU, as a driver's does if nothing else is asked,
 * gets none unless it is named: even an actor that asks for nothing computes. Thread-safe.
 */
final class ActorNodes {
  private final UniqueId self;
  private final GlobalScheduler scheduler;
  private final NodeLoadMeter meter;
  private final ActorPlacement policy = new ActorPlacement(new SplittableRandom());
  private final Set<UniqueId> drivers = ConcurrentHashMap.newKeySet();

  ActorNodes(UniqueId self, GlobalScheduler scheduler, NodeLoadMeter meter) {
    this.self = self;
    this.scheduler = scheduler;
    this.meter = meter;
  }

  /** The node ends with its program, and hosts nothing that is to outlive that. */
  void isDriver(UniqueId node) {
    drivers.add(node);
  }

  /** The node where an actor is to live; it is counted there from now on. */
  Placement choose(ResourceSet demand, SchedulingStrategy strategy, boolean outlives) {
    return scheduler.with(view -> {
      Placement placement =
          policy.choose(
              new PlacementRequest(
                  demand, strategy, self, InputLocations.NONE, excluded(view, strategy, outlives)),
              view);
      if (placement instanceof Placement.OnNode chosen) {
        view.placedActor(chosen.node(), demand);
      }
      return placement;
    });
  }

  /** Whether no other node could host anything: all that offer CPUs leave, too. */
  boolean isLast() {
    return staying().isEmpty();
  }

  /** The nodes that run what others submit, and stay. */
  List<UniqueId> staying() {
    return scheduler.with(view ->
        view.nodes().stream()
            .filter(node -> !node.id().equals(self) && !node.load().draining() && offersCpus(node))
            .map(NodeView::id)
            .toList());
  }

  private static boolean offersCpus(NodeView node) {
    return node.load().total().toMap().getOrDefault(BaseTaskOptions.CPU, 0.0) > 0;
  }

  private Set<UniqueId> excluded(ClusterView view, SchedulingStrategy strategy, boolean outlives) {
    Set<UniqueId> excluded = new HashSet<>();
    if (outlives) {
      excluded.addAll(drivers);
    }
    for (NodeView node : view.nodes()) {
      boolean meant =
          strategy instanceof SchedulingStrategy.NodeAffinity affinity
              && affinity.nodeId().equals(node.id());
      if (!meant && !offersCpus(node)) {
        excluded.add(node.id());
      }
    }
    return excluded;
  }

  /** An actor that some node has placed here has arrived. */
  void arrived(UniqueId placedBy) {
    meter.received(placedBy);
  }

  void nodeDown(UniqueId gone) {
    drivers.remove(gone);
  }
}
