package org.akkaray.runtime.scheduler.placement;

import java.util.List;
import java.util.SplittableRandom;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * A replica of the global scheduler: places what local schedulers hand over. It has no state but
 * what the nodes' heartbeats tell, so any replica can die and another takes its place; each node
 * has one, so that handing over costs no message. Thread-safe.
 */
public final class GlobalScheduler {
  private final ClusterView view;
  private final PlacementPolicy policy;

  /**
   * @param self names the replica in {@link NodeLoad#received}
   */
  public GlobalScheduler(UniqueId self, PlacementSettings settings) {
    this.view = new ClusterView(self);
    this.policy = new PlacementPolicy(settings, new SplittableRandom());
  }

  /** Chooses a node and counts the placement; whoever cannot carry it out withdraws it. */
  public synchronized Placement place(PlacementRequest request) {
    Placement placement = policy.choose(request, view);
    if (placement instanceof Placement.OnNode chosen) {
      view.placed(chosen.node(), request.demand());
    }
    return placement;
  }

  /** A placement will not arrive. */
  public synchronized void withdraw(UniqueId node, ResourceSet demand) {
    view.withdraw(node, demand);
  }

  /** A heartbeat; false if it is an old one. */
  public synchronized boolean apply(NodeLoad report) {
    return view.apply(report);
  }

  public synchronized void remove(UniqueId node) {
    view.remove(node);
  }

  public synchronized void setReachable(UniqueId node, boolean reachable) {
    view.setReachable(node, reachable);
  }

  /** See {@link ClusterView#startsAtOnceElsewhere}. */
  public synchronized boolean startsAtOnceElsewhere(ResourceSet demand, UniqueId but) {
    return view.startsAtOnceElsewhere(demand, but);
  }

  /** The newest report of each node. */
  public synchronized List<NodeLoad> loads() {
    return view.nodes().stream().map(NodeView::load).toList();
  }

  /** Runs something on the view that no other decision may come between. */
  public synchronized <R> R with(ViewQuestion<R> question) {
    return question.ask(view);
  }

  /** Asked of the view. */
  @FunctionalInterface
  public interface ViewQuestion<R> {
    R ask(ClusterView view);
  }
}
