package org.akkaray.runtime.remote;

import java.util.Set;
import java.util.function.Supplier;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.LocalLoad;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.scheduler.placement.PlacementRequest;
import org.akkaray.runtime.scheduler.placement.SpillPolicy;
import org.akkaray.runtime.task.TaskInvocation;

/**
 * The local scheduler's choice: whether a task that was submitted here stays here. The common case,
 * resources are free and nothing asks for another node, costs a few field reads; else the {@link
 * SpillPolicy} decides on a snapshot of the node that is at most a millisecond old. Thread-safe.
 */
final class LocalChoice {
  private static final long SNAPSHOT_NANOS = 1_000_000;

  private record Snapshot(LocalLoad load, long at) {}

  private final UniqueId node;
  private final ResourceLedger ledger;
  private final Supplier<LocalLoad> load;
  private final GlobalScheduler scheduler;
  private final NodeLoadMeter meter;
  private final TaskInputs inputs;
  private final boolean hasCpus;
  private volatile Snapshot snapshot;

  LocalChoice(
      UniqueId node,
      ResourceLedger ledger,
      Supplier<LocalLoad> load,
      GlobalScheduler scheduler,
      NodeLoadMeter meter,
      TaskInputs inputs) {
    this.node = node;
    this.ledger = ledger;
    this.load = load;
    this.scheduler = scheduler;
    this.meter = meter;
    this.inputs = inputs;
    this.hasCpus = ledger.total().covers(ResourceSet.cpus(1));
    this.snapshot = new Snapshot(load.get(), System.nanoTime());
  }

  boolean keeps(TaskInvocation task) {
    ResourceSet demand = task.schedulingClass().demand();
    SchedulingStrategy strategy = task.options().getSchedulingStrategy();
    boolean plain = strategy == SchedulingStrategy.DEFAULT && inputs.areHere(task);
    if (plain && demand.equals(WireCalls.USUAL_DEMAND)) {
      if (!hasCpus) {
        return false;
      }
      if (!ledger.isContended()) {
        return true;
      }
    }
    PlacementRequest request =
        new PlacementRequest(demand, strategy, node, inputs.locations(task), Set.of());
    return !SpillPolicy.DEFAULT
        .decide(recent(), request, () -> scheduler.startsAtOnceElsewhere(demand, node))
        .spills();
  }

  private LocalLoad recent() {
    Snapshot known = snapshot;
    long now = System.nanoTime();
    if (now - known.at > SNAPSHOT_NANOS) {
      known = new Snapshot(load.get(), now);
      snapshot = known;
    }
    return known.load;
  }

  /** The global scheduler has placed a task here. */
  void placedHere() {
    meter.received(node);
  }
}
