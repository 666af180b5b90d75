package org.akkaray.runtime.cluster;

import java.util.List;
import java.util.Map;
import org.akkaray.ClusterConfig;

/**
 * How a node takes part in a cluster.
 *
 * @param seeds nodes of the cluster to join, of which one must answer; empty to begin a cluster
 * @param config where to listen, and the times
 */
public record ClusterSettings(NodeRole role, List<HostAndPort> seeds, ClusterConfig config) {
  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** What must be equal on all nodes. Drivers decide nothing, so they may have other times. */
  Map<String, String> common() {
    return role == NodeRole.DRIVER
        ? Map.of()
        : Map.of(
            "ray.cluster.stable-after", config.getStableAfter().toMillis() + "ms",
            "ray.cluster.heartbeat-interval", config.getHeartbeatInterval().toMillis() + "ms",
            "ray.cluster.acceptable-heartbeat-pause",
                config.getAcceptableHeartbeatPause().toMillis() + "ms");
  }
}
