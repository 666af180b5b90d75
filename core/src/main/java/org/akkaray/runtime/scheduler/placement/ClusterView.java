package org.akkaray.runtime.scheduler.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * What one scheduler knows of the cluster: the newest report of each node, and what it has placed
 * there since.
 *
 * <p>A report is old when it arrives. If only reports counted, all work between two of them would
 * go to the one node that looked idle. So what is placed is added to the node at once, and stays
 * until a report says that it had been received when the report was made (see {@link
 * NodeLoad#received}). Nothing here depends on clocks, on the heartbeats' period or on how late
 * they are.
 *
 * <p>Not thread-safe: it belongs to one scheduler, which calls it from one thread at a time.
 */
public final class ClusterView {
  private static final int REMEMBERED_DEAD = 10_000;
  private static final int REMEMBERED_DEMANDS = 256;

  private record Feasibility(ResourceSet demand, @Nullable NodeLabels labels, boolean preferred) {}

  private final UniqueId scheduler;
  private final Map<UniqueId, NodeView> nodes = new LinkedHashMap<>();
  private final Map<UniqueId, Long> dead = bounded(REMEMBERED_DEAD);
  private final Map<Feasibility, FeasibleNodes> feasible = bounded(REMEMBERED_DEMANDS);
  private final Map<ResourceSet, FeasibleNodes> feasibleByDemand = bounded(REMEMBERED_DEMANDS);
  private final SchedulerShare share = new SchedulerShare();
  private final KnownMean taskNanos = new KnownMean();
  private final KnownMean bandwidth = new KnownMean();

  /**
   * An empty view.
   *
   * @param scheduler the id of this scheduler in {@link NodeLoad#received}; a fresh one for each
   *     life of a scheduler, since its counts begin at zero
   */
  public ClusterView(UniqueId scheduler) {
    this.scheduler = scheduler;
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /**
   * Takes in a report.
   *
   * @return false if it was dropped: a newer one is known, or the node was removed after it
   */
  public boolean apply(NodeLoad report) {
    NodeView known = nodes.get(report.node());
    if (known == null) {
      Long died = dead.get(report.node());
      if (died != null && report.incarnation() <= died) {
        return false;
      }
      dead.remove(report.node());
      NodeView node = new NodeView(report, scheduler, share);
      nodes.put(report.node(), node);
      taskNanos.replace(0, report.meanTaskNanos());
      bandwidth.replace(0, report.meanBandwidth());
      feasibilityChanged();
      return true;
    }
    if (!report.isNewerThan(known.load())) {
      return false;
    }
    taskNanos.replace(known.load().meanTaskNanos(), report.meanTaskNanos());
    bandwidth.replace(known.load().meanBandwidth(), report.meanBandwidth());
    if (known.apply(report)) {
      feasibilityChanged();
    }
    return true;
  }

  /**
   * A node is gone for good: later reports of the same incarnation are dropped. Does nothing if it
   * is not known.
   */
  public void remove(UniqueId node) {
    NodeView removed = nodes.remove(node);
    if (removed != null) {
      dead.put(node, removed.load().incarnation());
      taskNanos.replace(removed.load().meanTaskNanos(), 0);
      bandwidth.replace(removed.load().meanBandwidth(), 0);
      feasibilityChanged();
    }
  }

  /** A node cannot be reached, and may come back or not: meanwhile nothing is placed on it. */
  public void setReachable(UniqueId node, boolean reachable) {
    NodeView known = nodes.get(node);
    if (known != null && known.setReachable(reachable)) {
      feasibilityChanged();
    }
  }

  /** A task is on its way to a node. */
  public void placed(UniqueId node, ResourceSet demand) {
    placed(node, demand, NodeView.Kind.TASK);
  }

  /** An actor is on its way to a node. */
  public void placedActor(UniqueId node, ResourceSet demand) {
    placed(node, demand, NodeView.Kind.ACTOR);
  }

  /** A node is being asked to reserve a bundle of a placement group. */
  public void placedBundle(UniqueId node, ResourceSet bundle) {
    placed(node, bundle, NodeView.Kind.BUNDLE);
  }

  private void placed(UniqueId node, ResourceSet demand, NodeView.Kind kind) {
    NodeView known = nodes.get(node);
    if (known != null) {
      known.placed(demand, kind);
    }
  }

  /**
   * What was {@linkplain #placed placed} will not arrive, and the node will not count it as
   * received.
   *
   * @return false if nothing like it is under way
   */
  public boolean withdraw(UniqueId node, ResourceSet demand) {
    return withdraw(node, demand, NodeView.Kind.TASK);
  }

  /** As {@link #withdraw}, for an actor. */
  public boolean withdrawActor(UniqueId node, ResourceSet demand) {
    return withdraw(node, demand, NodeView.Kind.ACTOR);
  }

  /** As {@link #withdraw}, for a bundle. */
  public boolean withdrawBundle(UniqueId node, ResourceSet bundle) {
    return withdraw(node, bundle, NodeView.Kind.BUNDLE);
  }

  private boolean withdraw(UniqueId node, ResourceSet demand, NodeView.Kind kind) {
    NodeView known = nodes.get(node);
    return known != null && known.withdraw(demand, kind);
  }

  /** A node, null if it is not known. */
  public @Nullable NodeView node(UniqueId id) {
    return nodes.get(id);
  }

  /** All nodes, as a view of this one. */
  public Collection<NodeView> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /** Whether some node but this one could start something with this demand at once. */
  public boolean startsAtOnceElsewhere(ResourceSet demand, UniqueId but) {
    FeasibleNodes candidates = feasible(demand);
    for (int i = 0; i < candidates.size(); i++) {
      NodeView node = candidates.get(i);
      if (node.startsAtOnce(demand) && !node.id().equals(but)) {
        return true;
      }
    }
    return false;
  }

  /** How long a task takes on a node; the cluster's mean if none has ended there yet. */
  double taskNanos(NodeView node, double ifNoneAnywhere) {
    double own = node.load().meanTaskNanos();
    return own > 0 ? own : taskNanos.or(ifNoneAnywhere);
  }

  /** Bytes per second into a node; the cluster's mean if nothing was transferred there yet. */
  double bandwidth(NodeView node, double ifNoneAnywhere) {
    double own = node.load().meanBandwidth();
    return own > 0 ? own : bandwidth.or(ifNoneAnywhere);
  }

  FeasibleNodes feasible(ResourceSet demand) {
    FeasibleNodes known = feasibleByDemand.get(demand);
    if (known == null) {
      known = find(new Feasibility(demand, null, false));
      feasibleByDemand.put(demand, known);
    }
    return known;
  }

  /**
   * As {@link #feasible(ResourceSet)}, of nodes that meet the labels.
   *
   * @param preferred whether they must meet the soft ones too
   */
  FeasibleNodes feasible(ResourceSet demand, NodeLabels labels, boolean preferred) {
    Feasibility wanted = new Feasibility(demand, labels, preferred);
    FeasibleNodes known = feasible.get(wanted);
    if (known == null) {
      known = find(wanted);
      feasible.put(wanted, known);
    }
    return known;
  }

  private FeasibleNodes find(Feasibility wanted) {
    List<NodeView> found = new ArrayList<>();
    int unschedulable = 0;
    for (NodeView node : nodes.values()) {
      if (node.fits(wanted.demand()) && meets(node, wanted)) {
        if (node.isSchedulable()) {
          found.add(node);
        } else {
          unschedulable++;
        }
      }
    }
    return new FeasibleNodes(wanted.demand(), found, unschedulable);
  }

  private static boolean meets(NodeView node, Feasibility wanted) {
    NodeLabels labels = wanted.labels();
    return labels == null
        || (labels.isMetBy(node.load().labels())
            && (!wanted.preferred() || labels.prefers(node.load().labels())));
  }

  private void feasibilityChanged() {
    feasible.clear();
    feasibleByDemand.clear();
  }

  /** The mean of those nodes' means that are known. */
  private static final class KnownMean {
    private double sum;
    private long known;

    void replace(double old, double now) {
      sum += now - old;
      known += (now > 0 ? 1 : 0) - (old > 0 ? 1 : 0);
    }

    double or(double ifUnknown) {
      return known > 0 ? Math.max(0, sum / known) : ifUnknown;
    }
  }
}
