package org.akkaray.runtime.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeAffinity;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold for every cluster and every request; each test draws its own from a seed. */
class PlacementPropertiesTest {
  private static final int STEPS = 20_000;
  private static final int NODES = 30;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final RandomClusters cluster = new RandomClusters(random, NODES);
  private final ClusterView view = new ClusterView(Nodes.SCHEDULER);

  /** Something happens to the cluster. */
  private void change() {
    UniqueId node = cluster.anyNode();
    switch (random.nextInt(12)) {
      case 0 -> view.setReachable(node, random.nextInt(3) > 0);
      case 1 -> {
        if (random.nextInt(4) == 0) {
          view.remove(node);
        }
      }
      default -> view.apply(cluster.report(node, cluster.total(node)));
    }
  }

  private static boolean mayGo(PlacementRequest request, NodeView node) {
    return node.fits(request.demand())
        && switch (request.strategy()) {
          case SchedulingStrategy.Default ignored -> true;
          case SchedulingStrategy.Spread ignored -> true;
          case NodeAffinity affinity -> affinity.soft() || affinity.nodeId().equals(node.id());
          case NodeLabels labels -> labels.isMetBy(node.load().labels());
        };
  }

  private static boolean mayGoNow(PlacementRequest request, NodeView node) {
    return mayGo(request, node) && node.isSchedulable() && !request.excludes(node);
  }

  private void checkEveryDecision(
      BiFunction<PlacementRequest, ClusterView, Placement> policy, boolean actors) {
    Set<Class<?>> answers = new HashSet<>();
    for (int step = 0; step < STEPS; step++) {
      change();
      PlacementRequest request = cluster.request();
      Placement placement = policy.apply(request, view);
      String what = "seed %d, step %d: %s -> %s".formatted(seed, step, request, placement);
      answers.add(placement.getClass());
      switch (placement) {
        case Placement.OnNode on -> {
          NodeView node = view.node(on.node());
          assertThat(node).as(what).isNotNull();
          assertThat(mayGoNow(request, node)).as(what).isTrue();
          if (actors) {
            assertThat(node.unreserved().covers(request.demand())).as(what).isTrue();
            view.placedActor(on.node(), request.demand());
          } else {
            view.placed(on.node(), request.demand());
          }
        }
        case Placement.Infeasible ignored ->
            assertThat(view.nodes()).as(what).isNotEmpty().noneMatch(node -> mayGo(request, node));
        case Placement.NotNow ignored ->
            assertThat(view.nodes())
                .as(what)
                .noneMatch(node ->
                    mayGoNow(request, node)
                        && (!actors || node.unreserved().covers(request.demand())));
      }
    }
    assertThat(answers).as("seed %d", seed).hasSize(3);
  }

  @Test
  void aTaskGoesWhereItMayAndIsRefusedOnlyIfItMayGoNowhere() {
    checkEveryDecision(
        new PlacementPolicy(PlacementSettings.DEFAULT.withSamples(3), new SplittableRandom(seed))
            ::choose,
        false);
  }

  @Test
  void anActorGoesWhereItMayAndIsRefusedOnlyIfItMayGoNowhere() {
    checkEveryDecision(new ActorPlacement(new SplittableRandom(seed))::choose, true);
  }

  @Test
  void theSameSeedMakesTheSameDecisions() {
    List<List<UniqueId>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      RandomClusters same = new RandomClusters(new Random(seed), NODES);
      ClusterView known = new ClusterView(Nodes.SCHEDULER);
      PlacementPolicy policy =
          new PlacementPolicy(PlacementSettings.DEFAULT, new SplittableRandom(seed));
      List<UniqueId> chosen = new ArrayList<>();
      for (int step = 0; step < 2000; step++) {
        UniqueId node = same.anyNode();
        known.apply(same.report(node, same.total(node)));
        PlacementRequest request = same.request();
        if (policy.choose(request, known) instanceof Placement.OnNode on) {
          known.placed(on.node(), request.demand());
          chosen.add(on.node());
        }
      }
      runs.add(chosen);
    }
    assertThat(runs.get(0)).as("seed %d", seed).isNotEmpty().isEqualTo(runs.get(1));
  }

  @Test
  void whatIsUnderWayIsAlwaysWhatWasSentAndNotReceived() {
    UniqueId node = Nodes.id(1);
    long sent = 0;
    long received = 0;
    long acknowledged = 0;
    view.apply(Nodes.node(1, Nodes.FOUR).build());
    for (int step = 1; step <= STEPS; step++) {
      if (random.nextInt(3) > 0) {
        view.placed(node, Nodes.ONE);
        sent++;
      }
      received = Math.min(sent, received + random.nextInt(3));
      if (random.nextInt(4) == 0) {
        view.apply(
            Nodes.node(1, Nodes.FOUR)
                .version(0, step)
                .received(Map.of(Nodes.SCHEDULER, received))
                .build());
        acknowledged = received;
      }
      assertThat(Nodes.get(view, 1).underWay())
          .as("seed %d, step %d", seed, step)
          .isEqualTo((int) (sent - acknowledged));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void bundlesKeepTheirStrategyAndNeverTakeMoreThanThereIs(PlacementStrategy strategy) {
    BundlePolicy policy = new BundlePolicy();
    int placed = 0;
    int refused = 0;
    for (int step = 0; step < STEPS / 10; step++) {
      ClusterView small = new ClusterView(Nodes.SCHEDULER);
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        UniqueId node = cluster.anyNode();
        small.apply(cluster.report(node, cluster.total(node)));
      }
      List<ResourceSet> bundles = cluster.bundles();
      BundlePlacement placement = policy.plan(bundles, strategy, small);
      String what =
          "seed %d, step %d: %s of %s -> %s".formatted(seed, step, strategy, bundles, placement);
      boolean freeNow = exists(bundles, strategy, small, NodeView::available, true);
      switch (placement) {
        case BundlePlacement.OnNodes on -> {
          placed++;
          assertFits(bundles, on, small, what);
          assertStrategy(strategy, on.nodes(), what);
          assertThat(!on.free() || freeNow).as(what).isTrue();
        }
        case BundlePlacement.Infeasible ignored -> {
          refused++;
          assertThat(exists(bundles, strategy, small, node -> node.load().total(), false))
              .as(what)
              .isFalse();
        }
        case BundlePlacement.NotNow ignored -> {
          if (strategy == PlacementStrategy.STRICT_PACK
              || strategy == PlacementStrategy.STRICT_SPREAD) {
            assertThat(freeNow).as(what).isFalse();
          }
        }
      }
    }
    assertThat(placed).as("seed %d", seed).isPositive();
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static void assertFits(
      List<ResourceSet> bundles, BundlePlacement.OnNodes on, ClusterView view, String what) {
    assertThat(on.nodes()).as(what).hasSameSizeAs(bundles);
    Map<UniqueId, ResourceSet> taken = new HashMap<>();
    for (int i = 0; i < bundles.size(); i++) {
      taken.merge(on.nodes().get(i), bundles.get(i), ResourceSet::plus);
    }
    taken.forEach((id, sum) -> {
      NodeView node = view.node(id);
      assertThat(node).as(what).isNotNull();
      assertThat(node.isSchedulable()).as(what).isTrue();
      ResourceSet left = on.free() ? node.available() : node.unreserved();
      assertThat(left.covers(sum)).as(what).isTrue();
    });
  }

  private static void assertStrategy(
      PlacementStrategy strategy, List<UniqueId> nodes, String what) {
    if (strategy == PlacementStrategy.STRICT_PACK) {
      assertThat(new HashSet<>(nodes)).as(what).hasSize(1);
    } else if (strategy == PlacementStrategy.STRICT_SPREAD) {
      assertThat(nodes).as(what).doesNotHaveDuplicates();
    }
  }

  /** Whether any assignment exists at all: tries them all. */
  private static boolean exists(
      List<ResourceSet> bundles,
      PlacementStrategy strategy,
      ClusterView view,
      Function<NodeView, ResourceSet> left,
      boolean onlySchedulable) {
    List<NodeView> nodes =
        view.nodes().stream().filter(node -> !onlySchedulable || node.isSchedulable()).toList();
    List<ResourceSet> rooms = new ArrayList<>(nodes.stream().map(left).toList());
    return exists(bundles, 0, strategy, rooms, new int[bundles.size()]);
  }

  private static boolean exists(
      List<ResourceSet> bundles,
      int next,
      PlacementStrategy strategy,
      List<ResourceSet> rooms,
      int[] chosen) {
    if (next == bundles.size()) {
      return true;
    }
    for (int room = 0; room < rooms.size(); room++) {
      boolean allowed = true;
      for (int i = 0; i < next; i++) {
        allowed &= strategy != PlacementStrategy.STRICT_PACK || chosen[i] == room;
        allowed &= strategy != PlacementStrategy.STRICT_SPREAD || chosen[i] != room;
      }
      ResourceSet before = rooms.get(room);
      if (allowed && before.covers(bundles.get(next))) {
        rooms.set(room, before.minus(bundles.get(next)));
        chosen[next] = room;
        boolean found = exists(bundles, next + 1, strategy, rooms, chosen);
        rooms.set(room, before);
        if (found) {
          return true;
        }
      }
    }
    return false;
  }
}
