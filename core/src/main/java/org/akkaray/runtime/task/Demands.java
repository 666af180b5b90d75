package org.akkaray.runtime.task;

import java.util.HashMap;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a call takes from the node's ledger. A call in a placement group takes from what the group
 * reserved: each bundle is in the ledger as resources of its own, named after the group and the
 * bundle (Ray does the same). On a node that is alone, a call that must run on another one asks for
 * a resource that stands for that node, and that this one does not have.
 *
 * @param node this node
 * @param labels what it is labelled with
 * @param alone whether there are no others to send calls to
 */
public record Demands(UniqueId node, Map<String, String> labels, boolean alone) {
  private static final double A_LITTLE = 0.001;

  public ResourceSet of(BaseTaskOptions options) {
    Map<String, Double> amounts = amounts(options);
    if (!alone) {
      return ResourceSet.of(amounts);
    }
    String elsewhere =
        switch (options.getSchedulingStrategy()) {
          case SchedulingStrategy.Default ignored -> null;
          case SchedulingStrategy.Spread ignored -> null;
          case SchedulingStrategy.NodeAffinity affinity ->
              affinity.soft() || affinity.nodeId().equals(node)
                  ? null
                  : "node:" + affinity.nodeId();
          case SchedulingStrategy.NodeLabels wanted ->
              wanted.isMetBy(labels) ? null : "node labels " + wanted.hard();
        };
    if (elsewhere != null) {
      amounts = new HashMap<>(amounts);
      amounts.put(elsewhere, A_LITTLE);
    }
    return ResourceSet.of(amounts);
  }

  private static Map<String, Double> amounts(BaseTaskOptions options) {
    Map<String, Double> amounts = options.getResources();
    PlacementGroup group = options.getGroup();
    if (group == null) {
      return amounts;
    }
    Map<String, Double> reserved = new HashMap<>();
    amounts.forEach((name, amount) -> {
      if (amount > 0) {
        reserved.put(ofGroup(name, group.getId()), amount);
        if (options.getBundleIndex() >= 0) {
          reserved.put(ofBundle(name, group.getId(), options.getBundleIndex()), amount);
        }
      }
    });
    reserved.put(ofGroup("bundle", group.getId()), A_LITTLE);
    return reserved;
  }

  /**
   * The resources that reserved bundles add to a node's ledger.
   *
   * @param bundles by their indices in the group
   */
  public static ResourceSet reserved(
      PlacementGroupId group, Map<Integer, Map<String, Double>> bundles) {
    Map<String, Double> amounts = new HashMap<>();
    bundles.forEach((index, bundle) ->
        bundle.forEach((name, amount) -> {
          amounts.merge(ofGroup(name, group), amount, Double::sum);
          amounts.merge(ofBundle(name, group, index), amount, Double::sum);
        }));
    amounts.put(ofGroup("bundle", group), 1000.0);
    return ResourceSet.of(amounts);
  }

  private static String ofGroup(String resource, PlacementGroupId group) {
    return resource + "_group_" + group;
  }

  private static String ofBundle(String resource, PlacementGroupId group, int bundle) {
    return resource + "_group_" + bundle + "_" + group;
  }
}
