package org.akkaray.runtime.scheduler.placement;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/** The sentences for what cannot be placed: what was asked, and what exists. */
final class Refusals {
  private static final int KINDS_SHOWN = 5;

  private Refusals() {}

  /** No node at all is known yet, so that nothing can be said of what exists. */
  static Placement.NotNow noNodes() {
    return new Placement.NotNow("No node has reported yet.");
  }

  /** Nodes fit, but each of them leaves, cannot be reached or is excluded. */
  static Placement.NotNow allUnavailable(ResourceSet demand, int fitting) {
    return new Placement.NotNow(
        "%d %s %s, but cannot take it now: leaving, unreachable, or excluded for this attempt."
            .formatted(fitting, fitting == 1 ? "node has" : "nodes have", asked(demand)));
  }

  /** No node has the resources, or none that has them meets the labels. */
  static Placement.Infeasible nowhere(
      ResourceSet demand, SchedulingStrategy strategy, ClusterView view) {
    String labels =
        strategy instanceof NodeLabels wanted ? " on a node with labels " + wanted.hard() : "";
    String existing = strategy instanceof NodeLabels ? kinds(view, true) : kinds(view, false);
    return new Placement.Infeasible(
        "No node can ever run what asks for %s%s. There are %s."
            .formatted(asked(demand), labels, existing));
  }

  static Placement.Infeasible notOn(UniqueId node, ResourceSet demand, @Nullable NodeView known) {
    return new Placement.Infeasible(
        known == null
            ? "It must run on node %s, which is not in the cluster.".formatted(node)
            : "It must run on node %s, which has %s in all, but it asks for %s."
                .formatted(node, asked(known.load().total()), asked(demand)));
  }

  static Placement.NotNow notNowOn(UniqueId node) {
    return new Placement.NotNow(
        "It must run on node %s, which is leaving, cannot be reached, or is excluded for this attempt."
            .formatted(node));
  }

  /** Nodes fit, but actors and placement groups hold what is needed. */
  static Placement.NotNow full(ResourceSet demand, int nodes) {
    return new Placement.NotNow(
        "%d %s could have %s, but actors and placement groups hold too much of it."
            .formatted(nodes, nodes == 1 ? "node" : "nodes", asked(demand)));
  }

  static String asked(ResourceSet amounts) {
    return amounts.isEmpty() ? "no resources" : amounts.toString();
  }

  /** The kinds of nodes, the most frequent first. */
  static String kinds(ClusterView view, boolean withLabels) {
    Collection<NodeView> nodes = view.nodes();
    Function<NodeView, String> kind =
        node ->
            asked(node.load().total()) + (withLabels ? " and labels " + node.load().labels() : "");
    Map<String, Long> counts =
        nodes.stream()
            .collect(Collectors.groupingBy(kind, LinkedHashMap::new, Collectors.counting()));
    String shown =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(KINDS_SHOWN)
            .map(e ->
                e.getValue() + (e.getValue() == 1 ? " node with " : " nodes with ") + e.getKey())
            .collect(Collectors.joining("; "));
    int more = counts.size() - KINDS_SHOWN;
    return more > 0 ? shown + "; and " + more + " other kinds" : shown;
  }
}
