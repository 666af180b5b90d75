package org.akkaray.runtime.scheduler.placement;

import org.akkaray.runtime.scheduler.ResourceSet;

/** What a plan has left of one node. Not thread-safe. */
final class Room {
  private final NodeView node;
  private ResourceSet left;
  private int bundles;

  Room(NodeView node, ResourceSet left) {
    this.node = node;
    this.left = left;
  }

  NodeView node() {
    return node;
  }

  ResourceSet left() {
    return left;
  }

  /** How many bundles of the group it has. */
  int bundles() {
    return bundles;
  }

  /** What part of the node would be left, by its fullest resource. */
  double leftAfter(ResourceSet bundle) {
    ResourceSet total = node.load().total();
    return 1 - total.minus(left).plus(bundle).shareOf(total);
  }

  void take(ResourceSet bundle) {
    left = left.minus(bundle);
    bundles++;
  }

  /** A bundle of the group is there already, and not part of what is left. */
  void keep() {
    bundles++;
  }
}
