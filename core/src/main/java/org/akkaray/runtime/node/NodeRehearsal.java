package org.akkaray.runtime.node;

import org.akkaray.ClusterConfig;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;

/**
 * A short life of two nodes and a driver in one JVM, from which {@code bin/ray} has the JVM learn
 * what a node loads and links (JEP 483, 514), so that real ones start faster.
 */
final class NodeRehearsal {
  private static final long STORE_BYTES = 16 << 20;

  private NodeRehearsal() {}

  public static void main(String[] args) throws Exception {
    RayConfig config =
        RayConfig.builder()
            .setCpus(1)
            .setObjectStoreMemory(STORE_BYTES)
            .setClusterConfig(ClusterConfig.builder().build())
            .build();
    JobRuntime head = NodeBootstrap.startNode(config, "");
    int port = head.open().node().member().membership().self().record().port();
    String address = config.getClusterConfig().getHost() + ":" + port;
    JobRuntime node = NodeBootstrap.startNode(config, address);
    RayConfig driver =
        RayConfig.builder().setAddress(address).setObjectStoreMemory(STORE_BYTES).build();
    try (RaySession session = RaySession.start(driver)) {
      session.call(() -> Ray.put(new byte[1]).get());
    }
    node.close();
    head.close();
  }
}
