package org.akkaray.runtime.scheduler.placement;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a node counts between heartbeats, and its reports' numbers. Thread-safe; counting takes no
 * lock, since every task does it.
 */
public final class NodeLoadMeter {
  /** The weight of one task in the mean task time: half of it is on the last 35. */
  static final double TASK_WEIGHT = 0.02;

  /** The weight of one transfer in the mean bandwidth: half of it is on the last 7. */
  static final double TRANSFER_WEIGHT = 0.1;

  private final UniqueId node;
  private final long incarnation;
  private final ExponentialAverage taskNanos = new ExponentialAverage(TASK_WEIGHT);
  private final ExponentialAverage bandwidth = new ExponentialAverage(TRANSFER_WEIGHT);
  private final LongAdder newTasks = new LongAdder();
  private final LongAdder newTaskNanos = new LongAdder();
  private final LongAdder newTransfers = new LongAdder();
  private final LongAdder newBytes = new LongAdder();
  private final LongAdder newTransferNanos = new LongAdder();
  private final Map<UniqueId, LongAdder> received = new ConcurrentHashMap<>();
  private long sequence;

  /** See {@link NodeLoad} for what an incarnation is. */
  public NodeLoadMeter(UniqueId node, long incarnation) {
    this.node = node;
    this.incarnation = incarnation;
  }

  /**
   * A placement of this scheduler arrived: a task, an actor, a bundle. To be called before it joins
   * a queue or takes resources, or a report in between would have it counted twice.
   */
  public void received(UniqueId scheduler) {
    received(scheduler, 1);
  }

  /** So many placements of this scheduler arrived. */
  public void received(UniqueId scheduler, long placements) {
    received.computeIfAbsent(scheduler, id -> new LongAdder()).add(placements);
  }

  /** A task ended; it may be one of many, if the others are not timed. */
  public void taskEnded(long nanos) {
    newTasks.increment();
    newTaskNanos.add(nanos);
  }

  /** An object of another node is here. */
  public void transferEnded(long bytes, long nanos) {
    newTransfers.increment();
    newBytes.add(bytes);
    newTransferNanos.add(nanos);
  }

  /**
   * The next report, with all that is counted here; the caller adds what it knows: free resources,
   * queues, actors.
   */
  public synchronized NodeLoad.Builder next(ResourceSet total) {
    long tasks = newTasks.sumThenReset();
    taskNanos.add(newTaskNanos.sumThenReset(), tasks);
    long transfers = newTransfers.sumThenReset();
    double seconds = newTransferNanos.sumThenReset() / 1e9;
    double bytes = newBytes.sumThenReset();
    if (transfers > 0 && seconds > 0) {
      bandwidth.add(bytes / seconds * transfers, transfers);
    }
    Map<UniqueId, Long> counts = new HashMap<>();
    received.forEach((scheduler, count) -> counts.put(scheduler, count.sum()));
    return NodeLoad.builder(node, total)
        .version(incarnation, ++sequence)
        .meanTaskNanos(taskNanos.value())
        .meanBandwidth(bandwidth.value())
        .received(counts);
  }

  /** A scheduler is gone for good: what it sent is not reported any longer. */
  public void forget(UniqueId scheduler) {
    received.remove(scheduler);
  }
}
