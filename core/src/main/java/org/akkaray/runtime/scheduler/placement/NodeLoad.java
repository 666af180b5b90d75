package org.akkaray.runtime.scheduler.placement;

import java.util.Map;
import java.util.Objects;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a node says of itself in a heartbeat. Immutable.
 *
 * @param node who
 * @param incarnation a number that is higher for each new life of a node with the same id
 * @param sequence a number that is higher for each report of one incarnation; no clock is compared
 * @param draining whether the node is about to leave, and takes nothing more
 * @param total what the node has
 * @param free what of it is not held by anything
 * @param reserved what of it actors and placement groups hold, which may be for as long as the node
 *     lives; the rest of what is not free comes free when tasks end
 * @param labels of the node
 * @param queued how much work waits on the node, by what it asks for
 * @param actors how many actors live on the node
 * @param meanTaskNanos how long a task takes there, an exponential average; 0 if none has ended yet
 * @param meanBandwidth bytes per second at which objects reach the node, an exponential average; 0
 *     if none has yet
 * @param received how many placements the node has got from each scheduler in its present
 *     incarnation, all told; a scheduler knows by that which of its placements the other numbers
 *     already hold. A scheduler that is missing here has sent nothing that arrived
 */
public record NodeLoad(
    UniqueId node,
    long incarnation,
    long sequence,
    boolean draining,
    ResourceSet total,
    ResourceSet free,
    ResourceSet reserved,
    Map<String, String> labels,
    Map<ResourceSet, Long> queued,
    int actors,
    double meanTaskNanos,
    double meanBandwidth,
    Map<UniqueId, Long> received) {

  /** Copies the maps; refuses negative numbers. */
  public NodeLoad {
    Objects.requireNonNull(node, "node");
    labels = Map.copyOf(labels);
    queued = Map.copyOf(queued);
    received = Map.copyOf(received);
    if (actors < 0 || !(meanTaskNanos >= 0) || !(meanBandwidth >= 0)) {
      throw new IllegalArgumentException(
          "A node's numbers must not be negative, but node %s has %d actors, tasks of %s ns and %s bytes/s."
              .formatted(node, actors, meanTaskNanos, meanBandwidth));
    }
  }

  /** The report of an idle node, to be changed. */
  public static Builder builder(UniqueId node, ResourceSet total) {
    return new Builder(node, total);
  }

  /** How much work waits on the node. */
  public long queueLength() {
    long length = 0;
    for (long count : queued.values()) {
      length += count;
    }
    return length;
  }

  /** All that the waiting work asks for. */
  public ResourceSet queuedDemand() {
    ResourceSet sum = ResourceSet.EMPTY;
    for (Map.Entry<ResourceSet, Long> work : queued.entrySet()) {
      sum = sum.plus(work.getKey().times(work.getValue()));
    }
    return sum;
  }

  boolean isNewerThan(NodeLoad other) {
    return incarnation != other.incarnation
        ? incarnation > other.incarnation
        : sequence > other.sequence;
  }

  /** Collects a report. Not thread-safe. */
  public static final class Builder {
    private final UniqueId node;
    private final ResourceSet total;
    private long incarnation;
    private long sequence;
    private boolean draining;
    private ResourceSet free;
    private ResourceSet reserved = ResourceSet.EMPTY;
    private Map<String, String> labels = Map.of();
    private Map<ResourceSet, Long> queued = Map.of();
    private int actors;
    private double meanTaskNanos;
    private double meanBandwidth;
    private Map<UniqueId, Long> received = Map.of();

    private Builder(UniqueId node, ResourceSet total) {
      this.node = node;
      this.total = total;
      this.free = total;
    }

    /** 0 and 0 if not set. */
    public Builder version(long incarnation, long sequence) {
      this.incarnation = incarnation;
      this.sequence = sequence;
      return this;
    }

    /** False if not set. */
    public Builder draining(boolean draining) {
      this.draining = draining;
      return this;
    }

    /** All if not set. */
    public Builder free(ResourceSet free) {
      this.free = free;
      return this;
    }

    /** Nothing if not set. */
    public Builder reserved(ResourceSet reserved) {
      this.reserved = reserved;
      return this;
    }

    /** None if not set. */
    public Builder labels(Map<String, String> labels) {
      this.labels = labels;
      return this;
    }

    /** Nothing if not set. */
    public Builder queued(Map<ResourceSet, Long> queued) {
      this.queued = queued;
      return this;
    }

    /** 0 if not set. */
    public Builder actors(int actors) {
      this.actors = actors;
      return this;
    }

    /** Unknown if not set. */
    public Builder meanTaskNanos(double meanTaskNanos) {
      this.meanTaskNanos = meanTaskNanos;
      return this;
    }

    /** Unknown if not set. */
    public Builder meanBandwidth(double bytesPerSecond) {
      this.meanBandwidth = bytesPerSecond;
      return this;
    }

    /** Nothing if not set. */
    public Builder received(Map<UniqueId, Long> received) {
      this.received = received;
      return this;
    }

    /** The report. */
    public NodeLoad build() {
      return new NodeLoad(
          node,
          incarnation,
          sequence,
          draining,
          total,
          free,
          reserved,
          labels,
          queued,
          actors,
          meanTaskNanos,
          meanBandwidth,
          received);
    }
  }
}
