package org.akkaray.runtime.cluster;

import java.util.List;

/**
 * What a node answers to the question how things are.
 *
 * @param self who answers
 * @param usage how busy it is
 * @param nodes those that are up, as it knows them, itself included
 */
public record NodeStatus(ClusterNode self, NodeUsage usage, List<ClusterNode> nodes) {
  public NodeStatus {
    nodes = List.copyOf(nodes);
  }
}
