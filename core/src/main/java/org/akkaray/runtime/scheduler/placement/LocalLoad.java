package org.akkaray.runtime.scheduler.placement;

import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a local scheduler knows of its own node at this moment. Immutable if the labels are.
 *
 * @param node this one
 * @param labels of the node
 * @param draining whether the node is about to leave
 * @param total what the node has
 * @param free what of it is not held by anything
 * @param queued all that the work in its queues asks for
 * @param meanTaskNanos how long a task takes here; 0 if none has ended yet
 * @param meanBandwidth bytes per second at which objects arrive; 0 if none has yet
 */
public record LocalLoad(
    UniqueId node,
    Map<String, String> labels,
    boolean draining,
    ResourceSet total,
    ResourceSet free,
    ResourceSet queued,
    double meanTaskNanos,
    double meanBandwidth) {

  /** What a report says. */
  public static LocalLoad of(NodeLoad load) {
    return new LocalLoad(
        load.node(),
        load.labels(),
        load.draining(),
        load.total(),
        load.free(),
        load.queuedDemand(),
        load.meanTaskNanos(),
        load.meanBandwidth());
  }

  /**
   * How full the node would be with this demand on top; as {@link NodeView#pressure}, but not below
   * zero.
   */
  double pressure(ResourceSet demand) {
    ResourceSet ahead = queued.plus(demand);
    double pressure =
        excess(ahead.cpuUnits(), demand.cpuUnits(), free.cpuUnits(), total.cpuUnits());
    for (Map.Entry<String, Long> amount : demand.otherUnits().entrySet()) {
      String name = amount.getKey();
      pressure =
          Math.max(
              pressure,
              excess(
                  ahead.otherUnits().getOrDefault(name, 0L),
                  amount.getValue(),
                  free.otherUnits().getOrDefault(name, 0L),
                  total.otherUnits().getOrDefault(name, 0L)));
    }
    return pressure;
  }

  private static double excess(long ahead, long asked, long free, long total) {
    return asked <= 0 || ahead <= free ? 0 : (double) (ahead - free) / total;
  }
}
