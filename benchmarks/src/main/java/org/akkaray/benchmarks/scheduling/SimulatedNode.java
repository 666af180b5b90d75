package org.akkaray.benchmarks.scheduling;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.NodeLoad;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;

/** A node that runs one task on each of its CPUs, first come, first served. */
final class SimulatedNode {
  static final ResourceSet DEMAND = ResourceSet.cpus(1);

  private final int index;
  private final ResourceSet[] cpus;
  private final NodeLoadMeter meter;
  private final ArrayDeque<SimulatedTask> queue = new ArrayDeque<>();
  private int running;
  private long received;

  SimulatedNode(int index, int cpus) {
    this.index = index;
    this.cpus =
        IntStream.rangeClosed(0, cpus).mapToObj(ResourceSet::cpus).toArray(ResourceSet[]::new);
    this.meter = new NodeLoadMeter(id(index), 0);
  }

  static UniqueId id(int index) {
    return UniqueId.of(1, index);
  }

  /** How many tasks it was given so far. */
  long received() {
    return received;
  }

  void receive(SimulatedTask task, TimedEvents ends, Histogram waits) {
    meter.received(task.scheduler());
    received++;
    if (running < cpus.length - 1) {
      start(task, task.arrives(), ends, waits);
    } else {
      queue.add(task);
    }
  }

  void end(long now, long length, TimedEvents ends, Histogram waits) {
    running--;
    meter.taskEnded(length);
    SimulatedTask next = queue.poll();
    if (next != null) {
      start(next, now, ends, waits);
    }
  }

  private void start(SimulatedTask task, long now, TimedEvents ends, Histogram waits) {
    running++;
    waits.recordValue(now - task.submitted());
    ends.add(now + task.length(), PlacementSimulator.endOf(index, task.length()));
  }

  NodeLoad report() {
    int total = cpus.length - 1;
    return meter
        .next(cpus[total])
        .free(cpus[total - running])
        .queued(queue.isEmpty() ? Map.of() : Map.of(DEMAND, (long) queue.size()))
        .build();
  }
}
