package org.akkaray.runtime.cluster;

/**
 * Is told what happens to the cluster's nodes, this one included: one event after the other, on a
 * thread of Akka's, so it must not block. For each node {@link #onNodeUp} comes first and {@link
 * #onNodeDown} last; both come once.
 */
public interface NodeListener {
  /** A node is in the cluster and can be used. */
  default void onNodeUp(ClusterNode node) {}

  /** A node does not answer; it may come back, and it may still be running what it was given. */
  default void onNodeUnreachable(ClusterNode node) {}

  /** A node that did not answer does so again. */
  default void onNodeReachable(ClusterNode node) {}

  /** A node leaves soon: it ends what it runs, and must be given nothing new. */
  default void onNodeDraining(ClusterNode node) {}

  /** A node has left the cluster, or died; it never comes back. */
  default void onNodeDown(ClusterNode node) {}
}
