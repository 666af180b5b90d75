package org.akkaray.runtime.node;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.ResourceLedger;

/** Looks inside a running node, for tests. */
public final class NodeProbe {
  private NodeProbe() {}

  /** What is still held, waited for or queued; empty for a node that has come to rest. */
  public static List<String> leftovers(RayRuntime runtime) {
    LocalScheduler scheduler = ((JobRuntime) runtime).open().services().scheduler();
    ResourceLedger ledger = scheduler.ledger();
    List<String> left = new ArrayList<>();
    if (!ledger.free().equals(ledger.total())) {
      left.add("free " + ledger.free() + " of " + ledger.total());
    }
    ledger.pending().stream()
        .filter(ledger::isFeasible)
        .forEach(demand -> left.add("somebody waits for " + demand));
    scheduler.queued().forEach((demand, n) -> left.add(n + " queued for " + demand));
    return left;
  }

  /** Free CPUs of the node. */
  public static double freeCpus(RayRuntime runtime) {
    return ((JobRuntime) runtime)
        .open()
        .services()
        .scheduler()
        .ledger()
        .free()
        .toMap()
        .getOrDefault("CPU", 0.0);
  }
}
