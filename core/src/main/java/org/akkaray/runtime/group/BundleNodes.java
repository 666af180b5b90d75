package org.akkaray.runtime.group;

import java.util.List;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.BundlePlacement;

/**
 * The nodes as a table of placement groups sees them. What they answer, they answer by calling the
 * table. Thread-safe.
 */
public interface BundleNodes {
  /**
   * Where bundles are to be reserved.
   *
   * @param kept which are reserved already, and where
   */
  BundlePlacement plan(
      List<ResourceSet> bundles, PlacementStrategy strategy, Map<Integer, UniqueId> kept);

  /** First phase: the node is to take the bundles' resources. */
  void prepare(UniqueId node, BundleReservation bundles);

  /** Second phase: what it took becomes usable for the group's calls. */
  void commit(UniqueId node, BundleReservation bundles);

  /** What it took, or waits to take, is given back. */
  void giveBack(UniqueId node, BundleReservation bundles);
}
