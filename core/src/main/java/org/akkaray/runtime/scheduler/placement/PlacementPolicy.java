package org.akkaray.runtime.scheduler.placement;

import java.util.List;
import java.util.random.RandomGenerator;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a global scheduler sends a task: to the node with the least estimated wait, which is the
 * work ahead of it there times the mean task time, plus the bytes of its inputs that are missing
 * there divided by the mean bandwidth (Moritz et al., OSDI 2018, section 4.2.2). The work ahead is
 * counted in whole nodes' worth ({@link NodeView#pressure}), so that a queue of 10 counts less on a
 * node with 64 CPUs than on one with 2.
 *
 * <p>Not all nodes are compared: those that hold most of the inputs, the local one, and some drawn
 * at random. That takes about as long with 1,000 nodes as with 10, and schedulers that do not see
 * each other's latest decisions do not all pick the same node (Mitzenmacher, "How Useful Is Old
 * Information?", IEEE TPDS 11(1), 2000).
 *
 * <p>A decision changes nothing: whoever carries it out says so to the view. Not thread-safe.
 */
public final class PlacementPolicy {
  private final PlacementSettings settings;
  private final RandomGenerator random;

  /** With randomness of one's own choice. */
  public PlacementPolicy(PlacementSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Where to place a task, as far as the view knows. */
  public Placement choose(PlacementRequest request, ClusterView view) {
    return switch (request.strategy()) {
      case SchedulingStrategy.Default ignored ->
          leastWait(request, view, view.feasible(request.demand()));
      case SchedulingStrategy.Spread ignored ->
          nextInTurn(request, view, view.feasible(request.demand()));
      case SchedulingStrategy.NodeAffinity affinity -> onNode(request, affinity, view);
      case SchedulingStrategy.NodeLabels labels -> withLabels(request, labels, view);
    };
  }

  private Placement onNode(
      PlacementRequest request, SchedulingStrategy.NodeAffinity affinity, ClusterView view) {
    Placement there = onlyOn(affinity.nodeId(), request, view);
    return there instanceof Placement.OnNode || !affinity.soft()
        ? there
        : leastWait(request, view, view.feasible(request.demand()));
  }

  static Placement onlyOn(UniqueId id, PlacementRequest request, ClusterView view) {
    NodeView node = view.node(id);
    if (node == null && view.nodes().isEmpty()) {
      return Refusals.noNodes();
    }
    if (node == null || !node.fits(request.demand())) {
      return Refusals.notOn(id, request.demand(), node);
    }
    return node.isSchedulable() && !request.excludes(node)
        ? new Placement.OnNode(id)
        : Refusals.notNowOn(id);
  }

  private Placement withLabels(
      PlacementRequest request, SchedulingStrategy.NodeLabels labels, ClusterView view) {
    if (!labels.soft().isEmpty()) {
      FeasibleNodes preferred = view.feasible(request.demand(), labels, true);
      if (!preferred.isEmpty()
          && leastWait(request, view, preferred) instanceof Placement.OnNode found) {
        return found;
      }
    }
    return leastWait(request, view, view.feasible(request.demand(), labels, false));
  }

  private Placement leastWait(
      PlacementRequest request, ClusterView view, FeasibleNodes candidates) {
    if (candidates.isEmpty()) {
      return refuse(request, view, candidates);
    }
    Best best = new Best(request, view);
    if (request.local() != null) {
      best.consider(view.node(request.local()), candidates);
    }
    if (settings.locality()) {
      List<UniqueId> holders = request.inputs().largest();
      for (int i = 0; i < holders.size(); i++) {
        best.consider(view.node(holders.get(i)), candidates);
      }
    }
    if (candidates.size() <= settings.samples()) {
      best.considerAll(candidates);
    } else {
      for (int i = 0; i < settings.samples(); i++) {
        best.consider(candidates.draw(random));
      }
    }
    if (best.node == null) { // all that were drawn are excluded
      best.considerAll(candidates);
    }
    return best.node == null
        ? refuse(request, view, candidates)
        : new Placement.OnNode(best.node.id());
  }

  /**
   * The node whose turn it is; but of the next few, one where the task starts at once goes before
   * those where it would wait.
   */
  private Placement nextInTurn(
      PlacementRequest request, ClusterView view, FeasibleNodes candidates) {
    int first = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      NodeView node = candidates.inTurn(i, random);
      if (!request.excludes(node)) {
        double pressure = Math.max(0, node.pressure(request.demand()));
        if (pressure < least) {
          first = i;
          least = pressure;
        }
      }
      if (first >= 0 && (least == 0 || i + 1 >= settings.samples())) {
        break;
      }
    }
    if (first < 0) {
      return refuse(request, view, candidates);
    }
    UniqueId chosen = candidates.inTurn(first, random).id();
    candidates.tookTurn(first);
    return new Placement.OnNode(chosen);
  }

  static Placement refuse(PlacementRequest request, ClusterView view, FeasibleNodes candidates) {
    if (view.nodes().isEmpty()) {
      return Refusals.noNodes();
    }
    int fitting = candidates.size() + candidates.unschedulable();
    return fitting == 0
        ? Refusals.nowhere(request.demand(), request.strategy(), view)
        : Refusals.allUnavailable(request.demand(), fitting);
  }

  /** The best node of those considered so far. */
  private final class Best {
    private final PlacementRequest request;
    private final ClusterView view;
    private final ResourceSet demand;
    private @Nullable NodeView node;
    private double wait = Double.POSITIVE_INFINITY;
    private double pressure = Double.POSITIVE_INFINITY;

    Best(PlacementRequest request, ClusterView view) {
      this.request = request;
      this.view = view;
      this.demand = request.demand();
    }

    void considerAll(FeasibleNodes candidates) {
      // Beginning anywhere, since among equals the first wins.
      int start = random.nextInt(candidates.size());
      for (int i = 0; i < candidates.size(); i++) {
        consider(candidates.get((start + i) % candidates.size()));
      }
    }

    /** A node that was not drawn from the candidates: it may be none of them. */
    void consider(@Nullable NodeView known, FeasibleNodes candidates) {
      if (known != null && candidates.contains(known)) {
        consider(known);
      }
    }

    /** The local node comes first, so that it wins among those without a wait. */
    void consider(NodeView candidate) {
      if (request.excludes(candidate)) {
        return;
      }
      double itsPressure = candidate.pressure(demand);
      double itsWait =
          Math.max(0, itsPressure) * view.taskNanos(candidate, settings.taskNanos())
              + transferNanos(candidate);
      boolean better =
          itsWait < wait || (itsWait == wait && itsPressure < pressure && !isLocal(node));
      if (better) {
        node = candidate;
        wait = itsWait;
        pressure = itsPressure;
      }
    }

    private boolean isLocal(@Nullable NodeView chosen) {
      return chosen != null && request.local() != null && chosen.id().equals(request.local());
    }

    private double transferNanos(NodeView candidate) {
      if (!settings.locality()) {
        return 0;
      }
      long missing = request.inputs().missingOn(candidate.id());
      return missing == 0 ? 0 : missing * 1e9 / view.bandwidth(candidate, settings.bandwidth());
    }
  }
}
