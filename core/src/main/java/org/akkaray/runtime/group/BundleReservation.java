package org.akkaray.runtime.group;

import java.util.HashMap;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.Demands;

/**
 * Bundles of one group that one node is asked for at a time.
 *
 * @param round tells apart what a group asked a node for at different times
 * @param bundles by their indices in the group
 */
public record BundleReservation(
    PlacementGroupId group, int round, Map<Integer, Map<String, Double>> bundles) {

  /** Copies the map. */
  public BundleReservation {
    bundles = Map.copyOf(bundles);
  }

  /** What the node gives. */
  ResourceSet taken() {
    Map<String, Double> sum = new HashMap<>();
    bundles
        .values()
        .forEach(bundle -> bundle.forEach((name, amount) -> sum.merge(name, amount, Double::sum)));
    return ResourceSet.of(sum);
  }

  /** What it has instead, for the group's calls. */
  ResourceSet offered() {
    return Demands.reserved(group, bundles);
  }
}
