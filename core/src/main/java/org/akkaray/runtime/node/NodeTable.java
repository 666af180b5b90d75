package org.akkaray.runtime.node;

import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeListener;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.NodeRecord;

/** Keeps the control store's rows of nodes as the cluster is; the dead are kept as such. */
record NodeTable(ControlStore controlStore) implements NodeListener {
  @Override
  public void onNodeUp(ClusterNode node) {
    controlStore.putNode(node.record());
  }

  @Override
  public void onNodeDown(ClusterNode node) {
    NodeRecord known = node.record();
    controlStore.putNode(
        new NodeRecord(
            known.id(),
            known.name(),
            known.address(),
            known.port(),
            false,
            known.resources(),
            known.labels()));
  }
}
