package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.ONE;
import static org.akkaray.runtime.scheduler.placement.Nodes.busy;
import static org.akkaray.runtime.scheduler.placement.Nodes.id;
import static org.akkaray.runtime.scheduler.placement.Nodes.node;
import static org.akkaray.runtime.scheduler.placement.Nodes.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeAffinity;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.junit.jupiter.api.Test;

class PlacementPolicyTest {
  private static final PlacementRequest TASK = PlacementRequest.of(ONE);
  private static final long GIGABYTE = 1_000_000_000;

  private final PlacementPolicy policy = policy(PlacementSettings.DEFAULT);

  private static PlacementPolicy policy(PlacementSettings settings) {
    return new PlacementPolicy(settings, new SplittableRandom(11));
  }

  private UniqueId place(PlacementRequest request, ClusterView view) {
    return nodeOf(policy.choose(request, view));
  }

  private static UniqueId nodeOf(Placement placement) {
    assertThat(placement).isInstanceOf(Placement.OnNode.class);
    return ((Placement.OnNode) placement).node();
  }

  private static String reasonOf(Placement placement) {
    return switch (placement) {
      case Placement.Infeasible infeasible -> infeasible.reason();
      case Placement.NotNow notNow -> notNow.reason();
      case Placement.OnNode on -> throw new AssertionError("placed on " + on.node());
    };
  }

  @Test
  void theLeastEstimatedWaitWins() {
    assertThat(place(TASK, view(busy(1, 4, 20), busy(2, 4, 5), busy(3, 4, 10)))).isEqualTo(id(2));
  }

  @Test
  void aShortQueueOfLongTasksIsALongWait() {
    ClusterView view = view(busy(1, 4, 4).meanTaskNanos(1e9), busy(2, 4, 400).meanTaskNanos(1e6));
    assertThat(place(TASK, view)).isEqualTo(id(2));
  }

  @Test
  void aQueueCountsByHowManyTasksTheNodeRunsAtATime() {
    assertThat(place(TASK, view(busy(1, 2, 10), busy(2, 64, 100)))).isEqualTo(id(2));
  }

  @Test
  void aFreeNodeGoesBeforeAnyQueue() {
    assertThat(place(TASK, view(busy(1, 4, 0), node(2, FOUR).free(ONE)))).isEqualTo(id(2));
  }

  @Test
  void amongFreeNodesTheLeastUsedWins() {
    ClusterView view =
        view(
            node(1, FOUR).free(ONE),
            node(2, FOUR).free(ResourceSet.cpus(3)),
            node(3, FOUR).free(ONE));
    assertThat(place(TASK, view)).isEqualTo(id(2));
  }

  @Test
  void amongFreeNodesTheLocalOneIsPreferred() {
    ClusterView view = view(node(1, FOUR).free(ONE), node(2, FOUR), node(3, FOUR));
    assertThat(place(TASK.withLocal(id(1)), view)).isEqualTo(id(1));
    view.placed(id(1), ONE);
    assertThat(place(TASK.withLocal(id(1)), view)).isNotEqualTo(id(1));
  }

  @Test
  void aBurstBetweenTwoReportsIsNotAllSentToTheOneIdleNode() {
    ClusterView view = view(busy(1, 4, 8), busy(2, 4, 8), node(3, FOUR).meanTaskNanos(1e6));
    Map<UniqueId, Integer> counts = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      UniqueId chosen = place(TASK, view);
      view.placed(chosen, ONE);
      counts.merge(chosen, 1, Integer::sum);
    }
    // The queues end level: 8 + 8 + 0 there, 4 running there already, 60 new ones.
    assertThat(counts.get(id(3))).isBetween(28, 30);
    assertThat(counts.get(id(1))).isBetween(15, 17);
  }

  @Test
  void aTaskGoesToItsLargeInputUnlessTheQueueThereIsLongerThanTheTransfer() {
    PlacementRequest request =
        TASK.withInputs(InputLocations.of(GIGABYTE, Map.of(id(1), GIGABYTE)));
    // The transfer takes 1 s; the queue of 4 x 500 tasks of 1 ms half of it, that of 8,000 two.
    assertThat(place(request, view(busy(1, 4, 2000), node(2, FOUR), node(3, FOUR))))
        .isEqualTo(id(1));
    assertThat(place(request, view(busy(1, 4, 8000), node(2, FOUR), node(3, FOUR))))
        .isNotEqualTo(id(1));
  }

  @Test
  void aFastNetworkMakesItsNodeTheBetterPlaceForATransfer() {
    PlacementRequest request = TASK.withInputs(InputLocations.of(GIGABYTE, Map.of()));
    ClusterView view = view(node(1, FOUR).meanBandwidth(1e8), node(2, FOUR).meanBandwidth(1e9));
    assertThat(place(request, view)).isEqualTo(id(2));
  }

  @Test
  void thoseThatHoldInputsAreAlwaysLookedAt() {
    ClusterView view = new ClusterView(Nodes.SCHEDULER);
    for (int i = 1; i <= 1000; i++) {
      view.apply(node(i, FOUR).build());
    }
    PlacementRequest request =
        TASK.withInputs(InputLocations.of(1000, Map.of(id(3), 10L, id(777), 990L)));
    for (int i = 0; i < 100; i++) {
      assertThat(place(request, view)).isEqualTo(id(777));
    }
  }

  @Test
  void withoutLocalityInputsDoNotCount() {
    PlacementPolicy unaware = policy(PlacementSettings.DEFAULT.withLocality(false));
    PlacementRequest request =
        TASK.withInputs(InputLocations.of(GIGABYTE, Map.of(id(1), GIGABYTE)));
    ClusterView view = view(busy(1, 4, 1), node(2, FOUR));
    assertThat(nodeOf(unaware.choose(request, view))).isEqualTo(id(2));
  }

  @Test
  void aNodeThatHoldsInputsButCannotRunTheTaskIsNotChosen() {
    ResourceSet gpu = ResourceSet.of(Map.of("GPU", 1.0));
    PlacementRequest request =
        PlacementRequest.of(gpu)
            .withLocal(id(1))
            .withInputs(InputLocations.of(GIGABYTE, Map.of(id(1), GIGABYTE, id(99), 1L)));
    assertThat(place(request, view(node(1, FOUR), node(2, gpu)))).isEqualTo(id(2));
  }

  @Test
  void spreadGoesRoundAllNodes() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR), node(3, FOUR), node(4, FOUR));
    PlacementRequest spread = TASK.withStrategy(SchedulingStrategy.SPREAD).withLocal(id(1));
    Map<UniqueId, Integer> counts = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      counts.merge(place(spread, view), 1, Integer::sum);
    }
    assertThat(counts).hasSize(4).allSatisfy((node, count) -> assertThat(count).isEqualTo(10));
  }

  @Test
  void spreadOfTwoDemandsByTurnsIsEvenForEach() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR));
    PlacementRequest spread = TASK.withStrategy(SchedulingStrategy.SPREAD);
    PlacementRequest other =
        PlacementRequest.of(ResourceSet.cpus(2)).withStrategy(SchedulingStrategy.SPREAD);
    Map<UniqueId, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      counts.merge(place(spread, view), 1, Integer::sum);
      place(other, view);
    }
    assertThat(counts).containsOnly(Map.entry(id(1), 5), Map.entry(id(2), 5));
  }

  @Test
  void spreadPassesOverFullNodesWhileOthersAreFree() {
    ClusterView view = view(busy(1, 4, 0), node(2, FOUR), busy(3, 4, 9), node(4, FOUR));
    PlacementRequest spread = TASK.withStrategy(SchedulingStrategy.SPREAD);
    for (int i = 0; i < 8; i++) {
      assertThat(place(spread, view)).isIn(id(2), id(4));
    }
  }

  @Test
  void hardAffinityKeepsToItsNodeHoweverBusy() {
    ClusterView view = view(busy(1, 4, 9999), node(2, FOUR));
    assertThat(place(TASK.withStrategy(new NodeAffinity(id(1), false)), view)).isEqualTo(id(1));
  }

  @Test
  void hardAffinityToANodeThatIsGoneOrTooSmallIsInfeasible() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR));
    Placement gone = policy.choose(TASK.withStrategy(new NodeAffinity(id(9), false)), view);
    assertThat(gone).isInstanceOf(Placement.Infeasible.class);
    assertThat(reasonOf(gone)).contains(id(9).toString(), "not in the cluster");
    Placement small =
        policy.choose(
            PlacementRequest.of(ResourceSet.cpus(5)).withStrategy(new NodeAffinity(id(1), false)),
            view);
    assertThat(small).isInstanceOf(Placement.Infeasible.class);
    assertThat(reasonOf(small)).contains("{CPU=5.0}", "{CPU=4.0}");
  }

  @Test
  void softAffinityFallsBackOnlyIfItsNodeIsGoneTooSmallOrLeaving() {
    ClusterView view = view(busy(1, 4, 9999), node(2, FOUR), node(3, ONE).draining(true));
    assertThat(place(TASK.withStrategy(new NodeAffinity(id(1), true)), view)).isEqualTo(id(1));
    assertThat(place(TASK.withStrategy(new NodeAffinity(id(9), true)), view)).isEqualTo(id(2));
    assertThat(place(TASK.withStrategy(new NodeAffinity(id(3), true)), view)).isEqualTo(id(2));
  }

  @Test
  void hardLabelsAreMetAndSoftOnesIfPossible() {
    ClusterView view =
        view(
            node(1, FOUR).labels(Map.of("zone", "a")),
            busy(2, 4, 50).labels(Map.of("zone", "b", "disk", "ssd")),
            busy(3, 4, 5).labels(Map.of("zone", "b")));
    Map<String, String> zoneB = Map.of("zone", "b");
    assertThat(place(TASK.withStrategy(new NodeLabels(zoneB)), view)).isEqualTo(id(3));
    assertThat(place(TASK.withStrategy(new NodeLabels(zoneB, Map.of("disk", "ssd"))), view))
        .isEqualTo(id(2));
    assertThat(place(TASK.withStrategy(new NodeLabels(zoneB, Map.of("disk", "nvme"))), view))
        .isEqualTo(id(3));
    Placement none = policy.choose(TASK.withStrategy(new NodeLabels(Map.of("zone", "c"))), view);
    assertThat(none).isInstanceOf(Placement.Infeasible.class);
    assertThat(reasonOf(none)).contains("zone=c", "zone=a", "{CPU=1.0}");
  }

  @Test
  void aRelabelledNodeIsSeenAsSuch() {
    ClusterView view = view(node(1, FOUR));
    PlacementRequest request = TASK.withStrategy(new NodeLabels(Map.of("zone", "b")));
    assertThat(policy.choose(request, view)).isInstanceOf(Placement.Infeasible.class);
    view.apply(node(1, FOUR).version(0, 1).labels(Map.of("zone", "b")).build());
    assertThat(place(request, view)).isEqualTo(id(1));
  }

  @Test
  void nothingGoesToLeavingOrUnreachableNodes() {
    ClusterView view = view(node(1, FOUR).draining(true), node(2, FOUR), busy(3, 4, 9));
    view.setReachable(id(2), false);
    assertThat(place(TASK.withLocal(id(1)), view)).isEqualTo(id(3));
    view.setReachable(id(2), true);
    assertThat(place(TASK.withLocal(id(1)), view)).isEqualTo(id(2));
    view.remove(id(2));
    view.remove(id(3));
    Placement none = policy.choose(TASK, view);
    assertThat(none).isInstanceOf(Placement.NotNow.class);
    assertThat(reasonOf(none)).contains("1 node has {CPU=1.0}", "leaving");
    assertThat(policy.choose(TASK.withStrategy(new NodeAffinity(id(1), false)), view))
        .isInstanceOf(Placement.NotNow.class);
  }

  @Test
  void excludedNodesAreNotChosenUnderAnyStrategy() {
    ClusterView view = new ClusterView(Nodes.SCHEDULER);
    Set<UniqueId> excluded = new java.util.HashSet<>();
    for (int i = 1; i <= 50; i++) {
      view.apply(node(i, FOUR).build());
      if (i != 33) {
        excluded.add(id(i));
      }
    }
    PlacementRequest request = TASK.withLocal(id(1)).excluding(excluded);
    assertThat(place(request, view)).isEqualTo(id(33));
    assertThat(place(request.withStrategy(SchedulingStrategy.SPREAD), view)).isEqualTo(id(33));
    assertThat(place(request.withStrategy(new NodeAffinity(id(1), true)), view)).isEqualTo(id(33));
    assertThat(policy.choose(request.withStrategy(new NodeAffinity(id(1), false)), view))
        .isInstanceOf(Placement.NotNow.class);
    excluded.add(id(33));
    assertThat(policy.choose(TASK.excluding(excluded), view)).isInstanceOf(Placement.NotNow.class);
  }

  @Test
  void whatNoNodeHasIsInfeasibleAndTheReasonSaysWhatExists() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR), node(3, ONE));
    Placement none = policy.choose(PlacementRequest.of(ResourceSet.of(Map.of("GPU", 2.0))), view);
    assertThat(none).isInstanceOf(Placement.Infeasible.class);
    assertThat(reasonOf(none))
        .contains("{GPU=2.0}", "2 nodes with {CPU=4.0}", "1 node with {CPU=1.0}");
    view.apply(node(4, ResourceSet.of(Map.of("GPU", 2.0))).build());
    assertThat(place(PlacementRequest.of(ResourceSet.of(Map.of("GPU", 2.0))), view))
        .isEqualTo(id(4));
  }

  @Test
  void beforeAnyNodeHasReportedNothingIsInfeasible() {
    ClusterView view = view();
    for (SchedulingStrategy strategy :
        new SchedulingStrategy[] {
          SchedulingStrategy.DEFAULT,
          SchedulingStrategy.SPREAD,
          new NodeAffinity(id(1), false),
          new NodeLabels(Map.of("zone", "b"))
        }) {
      assertThat(policy.choose(TASK.withStrategy(strategy), view))
          .isInstanceOf(Placement.NotNow.class);
    }
  }

  @Test
  void largeNodesGetTheirShareAmongManySmallOnes() {
    ClusterView view = new ClusterView(Nodes.SCHEDULER);
    for (int i = 1; i <= 99; i++) {
      view.apply(node(i, ONE).meanTaskNanos(1e6).build());
    }
    view.apply(node(100, ResourceSet.cpus(99)).meanTaskNanos(1e6).build());
    int large = 0;
    for (int i = 0; i < 10_000; i++) {
      UniqueId chosen = place(TASK, view);
      view.placed(chosen, ONE);
      large += chosen.equals(id(100)) ? 1 : 0;
    }
    assertThat(large).isBetween(4_750, 5_250);
  }

  @Test
  void inputsThatDoNotAddUpAreRefused() {
    assertThatThrownBy(() -> InputLocations.of(10, Map.of(id(1), 11L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 bytes");
  }
}
