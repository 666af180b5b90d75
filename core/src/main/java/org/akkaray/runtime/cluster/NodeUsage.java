package org.akkaray.runtime.cluster;

import java.util.List;
import java.util.Map;

/**
 * How busy a node is.
 *
 * @param total what it has
 * @param free what of it nobody holds
 * @param pending what waits for resources
 */
public record NodeUsage(
    Map<String, Double> total, Map<String, Double> free, List<Pending> pending) {
  /** Of a node that offers nothing and waits for nothing. */
  public static final NodeUsage NONE = new NodeUsage(Map.of(), Map.of(), List.of());

  /** Calls that wait, all asking for the same. */
  public record Pending(Map<String, Double> resources, long count) {
    public Pending {
      resources = Map.copyOf(resources);
    }
  }

  public NodeUsage {
    total = Map.copyOf(total);
    free = Map.copyOf(free);
    pending = List.copyOf(pending);
  }
}
