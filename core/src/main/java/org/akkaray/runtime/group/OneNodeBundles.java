package org.akkaray.runtime.group;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.BundlePlacement;

/**
 * A node that is alone. Every strategy comes to the same there, but for {@code STRICT_SPREAD} with
 * more than one bundle, which stays pending. Thread-safe.
 */
public final class OneNodeBundles implements BundleNodes {
  private final UniqueId node;
  private final ResourceLedger ledger;
  private final ReservedBundles reserved;
  private final PlacementGroupTable table;

  public OneNodeBundles(UniqueId node, ResourceLedger ledger, String namespace) {
    this.node = node;
    this.ledger = ledger;
    this.reserved = new ReservedBundles(ledger);
    this.table = new PlacementGroupTable(this, namespace, null);
  }

  /** The node's groups. */
  public PlacementGroupTable table() {
    return table;
  }

  @Override
  public BundlePlacement plan(
      List<ResourceSet> bundles, PlacementStrategy strategy, Map<Integer, UniqueId> kept) {
    if (strategy == PlacementStrategy.STRICT_SPREAD && bundles.size() > 1) {
      return new BundlePlacement.Infeasible(
          "its "
              + bundles.size()
              + " bundles are to be on different nodes, but there is one node.");
    }
    ResourceSet sum = bundles.stream().reduce(ResourceSet.EMPTY, ResourceSet::plus);
    if (!ledger.isFeasible(sum)) {
      return new BundlePlacement.Infeasible(
          "it asks for " + sum + ", but this node has " + ledger.total() + " in all.");
    }
    return new BundlePlacement.OnNodes(Collections.nCopies(bundles.size(), node), false);
  }

  @Override
  public void prepare(UniqueId to, BundleReservation bundles) {
    reserved.prepare(node, bundles, () -> table.onTaken(node, bundles.group(), bundles.round()));
  }

  @Override
  public void commit(UniqueId to, BundleReservation bundles) {
    if (reserved.commit(bundles)) {
      table.onCommitted(node, bundles.group(), bundles.round());
    }
  }

  @Override
  public void giveBack(UniqueId to, BundleReservation bundles) {
    reserved.giveBack(bundles);
  }
}
