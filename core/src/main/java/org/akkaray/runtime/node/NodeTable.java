package org.akkaray.runtime.node;

import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeListener;
import org.akkaray.runtime.gcs.ControlStore;

/** Keeps the control store's rows of nodes as the cluster is; the dead are kept as such. */
record NodeTable(ControlStore controlStore) implements NodeListener {
  @Override
  public void onNodeUp(ClusterNode node) {
    controlStore.putNode(node.record());
  }

  @Override
  public void onNodeDown(ClusterNode node) {
    controlStore.putNode(node.record().dead());
  }
}
