package org.akkaray.runtime.task;

import java.util.HashMap;
import java.util.Map;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a call takes from the node's ledger. A call in a placement group takes from what the group reserved: each bundle is
 * in the ledger as resources of its own, named after the group and the bundle (Ray does the same).
 */
public final class Demands {
  private Demands() {}

  public static ResourceSet of(BaseTaskOptions options) {
    Map<String, Double> amounts = options.getResources();
    PlacementGroup group = options.getGroup();
    if (group == null) {
      return ResourceSet.of(amounts);
    }
    Map<String, Double> reserved = new HashMap<>();
    amounts.forEach(
        (name, amount) -> {
          if (amount > 0) {
            reserved.put(ofGroup(name, group), amount);
            if (options.getBundleIndex() >= 0) {
              reserved.put(ofBundle(name, group, options.getBundleIndex()), amount);
            }
          }
        });
    reserved.put(ofGroup("bundle", group), 0.001);
    return ResourceSet.of(reserved);
  }

  /** The resources that reserved bundles add to the ledger. */
  public static ResourceSet reserved(PlacementGroup group) {
    Map<String, Double> amounts = new HashMap<>();
    for (int i = 0; i < group.getBundles().size(); i++) {
      int bundle = i;
      group
          .getBundles()
          .get(i)
          .forEach(
              (name, amount) -> {
                amounts.merge(ofGroup(name, group), amount, Double::sum);
                amounts.merge(ofBundle(name, group, bundle), amount, Double::sum);
              });
    }
    amounts.put(ofGroup("bundle", group), 1000.0);
    return ResourceSet.of(amounts);
  }

  private static String ofGroup(String resource, PlacementGroup group) {
    return resource + "_group_" + group.getId();
  }

  private static String ofBundle(String resource, PlacementGroup group, int bundle) {
    return resource + "_group_" + bundle + "_" + group.getId();
  }
}
