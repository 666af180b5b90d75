package org.akkaray.runtime.scheduler.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeAffinity;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;

/** Random nodes, reports and requests, all of them from one seed. */
final class RandomClusters {
  private static final List<String> ZONES = List.of("a", "b", "c");

  private final Random random;
  private final int nodes;
  private final Map<UniqueId, Long> sequences = new HashMap<>();

  RandomClusters(Random random, int nodes) {
    this.random = random;
    this.nodes = nodes;
  }

  UniqueId anyNode() {
    return Nodes.id(random.nextInt(nodes) + 1);
  }

  ResourceSet amounts(int most) {
    Map<String, Double> amounts = new HashMap<>();
    amounts.put("CPU", (double) random.nextInt(most + 1));
    if (random.nextInt(3) == 0) {
      amounts.put("GPU", (double) random.nextInt(most / 2 + 1));
    }
    if (random.nextInt(4) == 0) {
      amounts.put("tpu", random.nextInt(20) / 10.0);
    }
    return ResourceSet.of(amounts);
  }

  /** A report of some node; its total and labels are the same each time but for a few. */
  NodeLoad report(UniqueId node, ResourceSet total) {
    long sequence = sequences.merge(node, 1L, Long::sum);
    ResourceSet free = random.nextBoolean() ? total : total.minus(amounts(4));
    Map<ResourceSet, Long> queued = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      ResourceSet demand = amounts(2);
      if (total.covers(demand)) {
        queued.put(demand, (long) random.nextInt(20));
      }
    }
    return NodeLoad.builder(node, total)
        .version(1, sequence)
        .free(free)
        .queued(queued)
        .labels(Map.of("zone", ZONES.get((int) (node.low() % ZONES.size()))))
        .draining(random.nextInt(8) == 0)
        .actors(random.nextInt(5))
        .meanTaskNanos(random.nextInt(3) * 1e6)
        .meanBandwidth(random.nextInt(2) * 1e8)
        .received(Map.of(Nodes.SCHEDULER, (long) random.nextInt(5)))
        .build();
  }

  ResourceSet total(UniqueId node) {
    Random ofNode = new Random(node.low());
    return new RandomClusters(ofNode, nodes).amounts(8).plus(Nodes.ONE);
  }

  SchedulingStrategy strategy() {
    return switch (random.nextInt(6)) {
      case 0 -> SchedulingStrategy.SPREAD;
      case 1 -> new NodeAffinity(anyNode(), random.nextBoolean());
      case 2 -> new NodeLabels(Map.of("zone", random.nextBoolean() ? "a" : "!b"));
      case 3 -> new NodeLabels(Map.of("zone", "in(a, c)"), Map.of("zone", "c"));
      default -> SchedulingStrategy.DEFAULT;
    };
  }

  PlacementRequest request() {
    Map<UniqueId, Long> holders = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      holders.put(anyNode(), (long) random.nextInt(1_000_000));
    }
    Set<UniqueId> excluded = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      excluded.add(anyNode());
    }
    return new PlacementRequest(
        amounts(3),
        strategy(),
        random.nextBoolean() ? anyNode() : null,
        InputLocations.of(1_000_000, holders),
        excluded);
  }

  List<ResourceSet> bundles() {
    List<ResourceSet> bundles = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bundles.add(amounts(3).plus(ResourceSet.cpus(0.5)));
    }
    return bundles;
  }
}
