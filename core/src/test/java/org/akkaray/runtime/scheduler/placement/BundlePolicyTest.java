package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.ONE;
import static org.akkaray.runtime.scheduler.placement.Nodes.busy;
import static org.akkaray.runtime.scheduler.placement.Nodes.id;
import static org.akkaray.runtime.scheduler.placement.Nodes.node;
import static org.akkaray.runtime.scheduler.placement.Nodes.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.junit.jupiter.api.Test;

class BundlePolicyTest {
  private final BundlePolicy policy = new BundlePolicy();

  private static List<ResourceSet> cpus(double... amounts) {
    return java.util.Arrays.stream(amounts).mapToObj(ResourceSet::cpus).toList();
  }

  private static NodeLoad.Builder cpuNode(int number, double cpus) {
    return node(number, ResourceSet.cpus(cpus));
  }

  private List<UniqueId> plan(
      List<ResourceSet> bundles, PlacementStrategy strategy, ClusterView view) {
    BundlePlacement placement = policy.plan(bundles, strategy, view);
    assertThat(placement).isInstanceOf(BundlePlacement.OnNodes.class);
    assertThat(((BundlePlacement.OnNodes) placement).free()).isTrue();
    return ((BundlePlacement.OnNodes) placement).nodes();
  }

  @Test
  void packUsesOneNodeIfOneWillDoAndTheFullestOfThose() {
    ClusterView view = view(cpuNode(1, 8), cpuNode(2, 4), cpuNode(3, 3));
    assertThat(plan(cpus(1, 2, 1), PlacementStrategy.PACK, view))
        .containsExactly(id(2), id(2), id(2));
  }

  @Test
  void packUsesAsFewNodesAsItCan() {
    ClusterView view = view(cpuNode(1, 2), cpuNode(2, 4), cpuNode(3, 2), cpuNode(4, 4));
    List<UniqueId> nodes = plan(cpus(2, 2, 2, 1, 1), PlacementStrategy.PACK, view);
    assertThat(Set.copyOf(nodes)).containsExactlyInAnyOrder(id(2), id(4));
  }

  @Test
  void packPutsUnlikeBundlesWhereTheyFit() {
    ResourceSet gpu = ResourceSet.of(Map.of("GPU", 1.0, "CPU", 1.0));
    ClusterView view =
        view(cpuNode(1, 16), node(2, ResourceSet.of(Map.of("CPU", 2.0, "GPU", 2.0))));
    List<UniqueId> nodes =
        plan(List.of(ResourceSet.cpus(8), gpu, gpu), PlacementStrategy.PACK, view);
    assertThat(nodes).containsExactly(id(1), id(2), id(2));
  }

  @Test
  void spreadUsesAsManyNodesAsThereAre() {
    ClusterView view = view(cpuNode(1, 8), cpuNode(2, 4), cpuNode(3, 3));
    List<UniqueId> nodes = plan(cpus(1, 1, 1, 1), PlacementStrategy.SPREAD, view);
    assertThat(Set.copyOf(nodes)).hasSize(3);
    assertThat(Collections.frequency(nodes, id(1))).as("the largest takes two").isEqualTo(2);
  }

  @Test
  void strictPackIsOnOneNodeOrNowhere() {
    ClusterView view = view(cpuNode(1, 3), cpuNode(2, 6), cpuNode(3, 5));
    assertThat(plan(cpus(2, 2), PlacementStrategy.STRICT_PACK, view)).containsExactly(id(3), id(3));
    BundlePlacement none = policy.plan(cpus(4, 4), PlacementStrategy.STRICT_PACK, view);
    assertThat(none).isInstanceOf(BundlePlacement.Infeasible.class);
    assertThat(((BundlePlacement.Infeasible) none).reason())
        .contains("one node", "{CPU=8.0}", "{CPU=6.0}");
  }

  @Test
  void strictSpreadFindsTheOnlyAssignmentThereIs() {
    ResourceSet gpu = ResourceSet.of(Map.of("GPU", 1.0));
    ResourceSet both = ResourceSet.of(Map.of("GPU", 1.0, "CPU", 4.0));
    ClusterView view = view(node(1, both), cpuNode(2, 1), cpuNode(3, 4));
    List<UniqueId> nodes =
        plan(List.of(ONE, ResourceSet.cpus(3), gpu), PlacementStrategy.STRICT_SPREAD, view);
    assertThat(nodes).containsExactly(id(2), id(3), id(1));
  }

  @Test
  void strictSpreadOverFewerNodesThanBundlesIsInfeasible() {
    BundlePlacement none =
        policy.plan(
            cpus(1, 1, 1), PlacementStrategy.STRICT_SPREAD, view(cpuNode(1, 8), cpuNode(2, 8)));
    assertThat(none).isInstanceOf(BundlePlacement.Infeasible.class);
    assertThat(((BundlePlacement.Infeasible) none).reason())
        .contains("3 bundles", "at most 2", "2 nodes with {CPU=8.0}");
  }

  @Test
  void strictSpreadPrefersTheEmptiestNodes() {
    ClusterView view = view(cpuNode(1, 4).free(ONE), cpuNode(2, 4), cpuNode(3, 4));
    assertThat(plan(cpus(1, 1), PlacementStrategy.STRICT_SPREAD, view))
        .containsExactlyInAnyOrder(id(2), id(3));
  }

  @Test
  void whatTasksUseComesFreeAndWhatActorsHoldDoesNot() {
    BundlePlacement later = policy.plan(cpus(4), PlacementStrategy.PACK, view(busy(1, 4, 3)));
    assertThat(later).isEqualTo(new BundlePlacement.OnNodes(List.of(id(1)), false));
    BundlePlacement never =
        policy.plan(
            cpus(4),
            PlacementStrategy.PACK,
            view(node(1, FOUR).free(ResourceSet.EMPTY).reserved(ONE)));
    assertThat(never).isInstanceOf(BundlePlacement.NotNow.class);
    assertThat(((BundlePlacement.NotNow) never).reason()).contains("{CPU=4.0}", "PACK");
  }

  @Test
  void groupsThatAreBeingReservedAreNotPlacedOnTopOfEachOther() {
    ClusterView view = view(cpuNode(1, 4), cpuNode(2, 4));
    List<UniqueId> first = plan(cpus(3), PlacementStrategy.PACK, view);
    view.placedBundle(first.getFirst(), ResourceSet.cpus(3));
    List<UniqueId> second = plan(cpus(3), PlacementStrategy.PACK, view);
    assertThat(second).doesNotContainAnyElementsOf(first);
    view.placedBundle(second.getFirst(), ResourceSet.cpus(3));
    assertThat(policy.plan(cpus(3), PlacementStrategy.PACK, view))
        .isInstanceOf(BundlePlacement.NotNow.class);
  }

  @Test
  void aBundleThatFitsNoNodeIsInfeasibleUnderEveryStrategy() {
    ClusterView view = view(cpuNode(1, 4), cpuNode(2, 4));
    for (PlacementStrategy strategy : PlacementStrategy.values()) {
      if (strategy != PlacementStrategy.UNRECOGNIZED) {
        BundlePlacement none = policy.plan(cpus(1, 5), strategy, view);
        assertThat(none).isInstanceOf(BundlePlacement.Infeasible.class);
        assertThat(((BundlePlacement.Infeasible) none).reason())
            .contains("{CPU=5.0}", "2 nodes with {CPU=4.0}");
      }
    }
  }

  @Test
  void moreThanAllNodesHaveTogetherIsInfeasible() {
    ClusterView view = view(cpuNode(1, 4), cpuNode(2, 4));
    BundlePlacement none = policy.plan(cpus(3, 3, 3), PlacementStrategy.PACK, view);
    assertThat(none).isInstanceOf(BundlePlacement.Infeasible.class);
    assertThat(((BundlePlacement.Infeasible) none).reason()).contains("{CPU=9.0}", "{CPU=8.0}");
  }

  @Test
  void leavingNodesTakeNoBundlesButMakeThemNoLessFeasible() {
    ClusterView view = view(cpuNode(1, 4), cpuNode(2, 8).draining(true));
    assertThat(plan(cpus(2, 2), PlacementStrategy.PACK, view)).containsExactly(id(1), id(1));
    assertThat(policy.plan(cpus(6), PlacementStrategy.PACK, view))
        .isInstanceOf(BundlePlacement.NotNow.class);
  }

  @Test
  void bundlesOfADeadNodeArePlacedAgainBesideThoseThatAreLeft() {
    ClusterView view = view(cpuNode(1, 4).free(ResourceSet.cpus(3)), cpuNode(2, 4), cpuNode(3, 4));
    List<ResourceSet> bundles = cpus(1, 1, 1);
    Map<Integer, UniqueId> kept = Map.of(1, id(1));
    assertThat(policy.plan(bundles, PlacementStrategy.PACK, kept, view))
        .isEqualTo(new BundlePlacement.OnNodes(List.of(id(1), id(1), id(1)), true));
    assertThat(policy.plan(bundles, PlacementStrategy.STRICT_PACK, kept, view))
        .isEqualTo(new BundlePlacement.OnNodes(List.of(id(1), id(1), id(1)), true));
    for (PlacementStrategy strategy :
        List.of(PlacementStrategy.SPREAD, PlacementStrategy.STRICT_SPREAD)) {
      BundlePlacement.OnNodes apart =
          (BundlePlacement.OnNodes) policy.plan(bundles, strategy, kept, view);
      assertThat(apart.nodes().get(1)).isEqualTo(id(1));
      assertThat(apart.nodes()).doesNotHaveDuplicates();
    }
  }

  @Test
  void beforeAnyNodeHasReportedNothingIsInfeasible() {
    assertThat(policy.plan(cpus(1), PlacementStrategy.PACK, view()))
        .isInstanceOf(BundlePlacement.NotNow.class);
  }

  @Test
  void aHundredBundlesOnAThousandNodesAreStrictlySpread() {
    ClusterView view = new ClusterView(Nodes.SCHEDULER);
    for (int i = 1; i <= 1000; i++) {
      view.apply(cpuNode(i, 1 + i % 8).build());
    }
    List<ResourceSet> bundles =
        IntStream.range(0, 100).mapToObj(i -> ResourceSet.cpus(1 + i % 8)).toList();
    assertThat(plan(bundles, PlacementStrategy.STRICT_SPREAD, view)).doesNotHaveDuplicates();
  }

  @Test
  void aGroupWithoutBundlesIsRefused() {
    assertThatThrownBy(() -> policy.plan(List.of(), PlacementStrategy.PACK, view()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs bundles");
  }
}
