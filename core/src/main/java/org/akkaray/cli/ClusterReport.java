package org.akkaray.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.cluster.NodeUsage;

/**
 * What {@code ray status} prints: policy and layout, no input or output.
 *
 * @param nodes with no usage for one that did not answer
 */
record ClusterReport(Map<ClusterNode, Optional<NodeUsage>> nodes) {
  private static final double GIB = 1 << 30;

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Nodes");
    nodes.forEach((node, usage) ->
        lines.add(
            "  %-20s %-21s %-7s %-12s %s%s"
                .formatted(
                    node.record().name(),
                    node.record().address() + ":" + node.record().port(),
                    node.role().akkaName(),
                    state(node, usage),
                    usage.map(known -> resources(node, known)).orElse(""),
                    node.record().labels().isEmpty()
                        ? ""
                        : "  labels " + new TreeMap<>(node.record().labels()))));
    lines.add("Resources, used/total");
    Map<String, double[]> sums = sums();
    sums.forEach((name, usedAndTotal) -> lines.add("  " + amounts(name, usedAndTotal)));
    lines.add("Demands");
    List<Demand> demands = demands();
    if (demands.isEmpty()) {
      lines.add("  none waits");
    }
    for (Demand demand : demands) {
      lines.add(
          "  %d x %s: %s"
              .formatted(
                  demand.count,
                  demand.resources,
                  demand.feasible
                      ? "waits for resources"
                      : "INFEASIBLE, no node has that much in all"));
    }
    return lines;
  }

  /** For programs. */
  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    List<Object> listed = new ArrayList<>();
    nodes.forEach((node, usage) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", node.id().toString());
      one.put("name", node.record().name());
      one.put("address", node.record().address() + ":" + node.record().port());
      one.put("role", node.role().akkaName());
      one.put("state", state(node, usage));
      one.put("labels", node.record().labels());
      one.put("total", node.record().resources());
      usage.ifPresent(known -> one.put("free", known.free()));
      listed.add(one);
    });
    all.put("nodes", listed);
    Map<String, Object> resources = new LinkedHashMap<>();
    sums()
        .forEach((name, usedAndTotal) ->
            resources.put(name, Map.of("used", usedAndTotal[0], "total", usedAndTotal[1])));
    all.put("resources", resources);
    all.put(
        "demands",
        demands().stream()
            .map(demand ->
                Map.of(
                    "resources", demand.resources,
                    "count", demand.count,
                    "feasible", demand.feasible))
            .toList());
    return ConfigValueFactory.fromMap(all).render(ConfigRenderOptions.concise());
  }

  private static String state(ClusterNode node, Optional<NodeUsage> usage) {
    if (!node.reachable()) {
      return "unreachable";
    }
    if (usage.isEmpty()) {
      return "no answer";
    }
    return node.draining() ? "draining" : "alive";
  }

  private static String resources(ClusterNode node, NodeUsage usage) {
    return node.record().resources().entrySet().stream()
        .filter(resource -> resource.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(resource ->
            amounts(
                resource.getKey(),
                new double[] {
                  used(usage, resource.getKey(), resource.getValue()), resource.getValue()
                }))
        .collect(Collectors.joining(", "));
  }

  private static double used(NodeUsage usage, String name, double total) {
    return total - usage.free().getOrDefault(name, 0.0);
  }

  private Map<String, double[]> sums() {
    Map<String, double[]> sums = new TreeMap<>();
    nodes.forEach((node, usage) ->
        node.record()
            .resources()
            .forEach((name, total) -> {
              double[] sum = sums.computeIfAbsent(name, unused -> new double[2]);
              usage.ifPresent(known -> sum[0] += used(known, name, total));
              sum[1] += total;
            }));
    return sums;
  }

  /** Of what waits, whether a node could ever run it. */
  record Demand(Map<String, Double> resources, long count, boolean feasible) {}

  private List<Demand> demands() {
    Map<Map<String, Double>, Long> counts = new LinkedHashMap<>();
    nodes.values().stream()
        .flatMap(Optional::stream)
        .flatMap(usage -> usage.pending().stream())
        .forEach(pending ->
            counts.merge(new TreeMap<>(pending.resources()), pending.count(), Long::sum));
    return counts.entrySet().stream()
        .map(demand -> new Demand(demand.getKey(), demand.getValue(), isFeasible(demand.getKey())))
        .toList();
  }

  /** What a node has beside its own resources are bundles of placement groups. */
  private boolean isFeasible(Map<String, Double> demand) {
    return nodes.entrySet().stream()
        .filter(node -> node.getKey().role() == NodeRole.NODE || node.getValue().isPresent())
        .map(node ->
            node.getValue().map(NodeUsage::total).orElse(node.getKey().record().resources()))
        .anyMatch(total ->
            demand.entrySet().stream()
                .allMatch(
                    resource -> total.getOrDefault(resource.getKey(), 0.0) >= resource.getValue()));
  }

  private static String amounts(String name, double[] usedAndTotal) {
    return name.equals(BaseTaskOptions.MEMORY)
        ? "%s %.1f/%.1f GiB".formatted(name, usedAndTotal[0] / GIB, usedAndTotal[1] / GIB)
        : "%s %s/%s".formatted(name, number(usedAndTotal[0]), number(usedAndTotal[1]));
  }

  private static String number(double amount) {
    return amount == Math.rint(amount)
        ? String.valueOf((long) amount)
        : String.format(Locale.ROOT, "%.4f", amount).replaceAll("0+$", "");
  }
}
