package org.akkaray.runtime.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.akkaray.runtime.cluster.NodeUsage;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * Says how busy a node is, of its scheduler and its ledger.
 *
 * @param unplaced what of this node's jobs waits for any node that can take it
 */
record UsageReport(LocalScheduler scheduler, Supplier<Map<ResourceSet, Long>> unplaced)
    implements Supplier<NodeUsage> {
  @Override
  public NodeUsage get() {
    Map<ResourceSet, Long> queued = scheduler.queued();
    Map<ResourceSet, Long> pending = new HashMap<>(queued);
    Set<ResourceSet> once = new HashSet<>(queued.keySet());
    for (ResourceSet demand : scheduler.ledger().pending()) {
      if (!once.remove(demand)) { // tasks that ask for the same wait in the ledger as one
        pending.merge(demand, 1L, Long::sum);
      }
    }
    unplaced.get().forEach((demand, count) -> pending.merge(demand, count, Long::sum));
    List<NodeUsage.Pending> all = new ArrayList<>();
    pending.forEach((demand, count) -> all.add(new NodeUsage.Pending(demand.toMap(), count)));
    return new NodeUsage(
        scheduler.ledger().total().toMap(), scheduler.ledger().free().toMap(), all);
  }
}
