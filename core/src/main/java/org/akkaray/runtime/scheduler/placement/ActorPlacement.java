package org.akkaray.runtime.scheduler.placement;

import java.util.random.RandomGenerator;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * On which node an actor is created, or created again after its node died (which the request then
 * excludes). An actor stays, and most ask for no CPU, so what counts is how many there are already
 * for what the node has, not how long a queue is just now; and it is not placed where others hold
 * what it needs for good. All nodes are compared: actors are created thousands of times less often
 * than tasks.
 *
 * <p>A decision changes nothing: whoever carries it out says so to the view, by {@link
 * ClusterView#placedActor}. Not thread-safe.
 */
public final class ActorPlacement {
  private final RandomGenerator random;

  /** With randomness of one's own choice, which decides among equal nodes. */
  public ActorPlacement(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Where to create an actor. {@link Placement.NotNow} if all that fit are full of other actors and
   * placement groups. On the chosen node it may have to wait for tasks to end.
   */
  public Placement choose(PlacementRequest request, ClusterView view) {
    ResourceSet demand = request.demand();
    return switch (request.strategy()) {
      case SchedulingStrategy.Default ignored ->
          leastFull(request, view, view.feasible(demand), true);
      case SchedulingStrategy.Spread ignored ->
          leastFull(request, view, view.feasible(demand), false);
      case SchedulingStrategy.NodeAffinity affinity -> onNode(request, affinity, view);
      case SchedulingStrategy.NodeLabels labels -> withLabels(request, labels, view);
    };
  }

  private Placement onNode(
      PlacementRequest request, SchedulingStrategy.NodeAffinity affinity, ClusterView view) {
    Placement there = PlacementPolicy.onlyOn(affinity.nodeId(), request, view);
    NodeView node = view.node(affinity.nodeId());
    if (there instanceof Placement.OnNode
        && node != null
        && !node.unreserved().covers(request.demand())) {
      there = Refusals.full(request.demand(), 1);
    }
    return there instanceof Placement.OnNode || !affinity.soft()
        ? there
        : leastFull(request, view, view.feasible(request.demand()), true);
  }

  private Placement withLabels(
      PlacementRequest request, SchedulingStrategy.NodeLabels labels, ClusterView view) {
    if (!labels.soft().isEmpty()) {
      FeasibleNodes preferred = view.feasible(request.demand(), labels, true);
      if (leastFull(request, view, preferred, true) instanceof Placement.OnNode found) {
        return found;
      }
    }
    return leastFull(request, view, view.feasible(request.demand(), labels, false), true);
  }

  /**
   * @param byCapacity whether a large node may have more actors than a small one
   */
  private Placement leastFull(
      PlacementRequest request, ClusterView view, FeasibleNodes candidates, boolean byCapacity) {
    if (candidates.isEmpty()) {
      return PlacementPolicy.refuse(request, view, candidates);
    }
    NodeView best = null;
    boolean allExcluded = true;
    int start = random.nextInt(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      NodeView node = candidates.get((start + i) % candidates.size());
      if (!request.excludes(node)) {
        allExcluded = false;
        if (node.unreserved().covers(request.demand())
            && isBetter(node, best, request.demand(), byCapacity)) {
          best = node;
        }
      }
    }
    if (best != null) {
      return new Placement.OnNode(best.id());
    }
    return allExcluded
        ? PlacementPolicy.refuse(request, view, candidates)
        : Refusals.full(request.demand(), candidates.size());
  }

  private static boolean isBetter(
      NodeView node, @Nullable NodeView than, ResourceSet demand, boolean byCapacity) {
    if (than == null) {
      return true;
    }
    boolean now = node.startsAtOnce(demand);
    if (now != than.startsAtOnce(demand)) {
      return now;
    }
    double full = fullness(node, byCapacity);
    double thatFull = fullness(than, byCapacity);
    return full != thatFull ? full < thatFull : node.pressure(demand) < than.pressure(demand);
  }

  private static double fullness(NodeView node, boolean byCapacity) {
    long cpu = node.load().total().cpuUnits();
    return byCapacity ? (double) node.actors() / Math.max(1, cpu) : node.actors();
  }
}
