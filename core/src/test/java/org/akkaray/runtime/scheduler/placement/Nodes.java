package org.akkaray.runtime.scheduler.placement;

import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/** Nodes and reports for tests. */
final class Nodes {
  static final UniqueId SCHEDULER = UniqueId.of(1, 1);
  static final ResourceSet ONE = ResourceSet.cpus(1);
  static final ResourceSet FOUR = ResourceSet.cpus(4);

  private Nodes() {}

  static UniqueId id(int number) {
    return UniqueId.of(0, number);
  }

  static NodeLoad.Builder node(int number, ResourceSet total) {
    return NodeLoad.builder(id(number), total);
  }

  /** A node all of whose CPUs are taken, with so many tasks of one CPU waiting. */
  static NodeLoad.Builder busy(int number, double cpus, long queued) {
    return node(number, ResourceSet.cpus(cpus))
        .free(ResourceSet.EMPTY)
        .queued(Map.of(ONE, queued))
        .meanTaskNanos(1e6);
  }

  static ClusterView view(NodeLoad.Builder... nodes) {
    ClusterView view = new ClusterView(SCHEDULER);
    for (NodeLoad.Builder node : nodes) {
      view.apply(node.build());
    }
    return view;
  }

  static NodeView get(ClusterView view, int number) {
    NodeView node = view.node(id(number));
    if (node == null) {
      throw new AssertionError("node " + number + " is not known");
    }
    return node;
  }
}
