package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.ONE;
import static org.akkaray.runtime.scheduler.placement.Nodes.busy;
import static org.akkaray.runtime.scheduler.placement.Nodes.id;
import static org.akkaray.runtime.scheduler.placement.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeAffinity;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.SpillPolicy.Decision;
import org.junit.jupiter.api.Test;

class SpillPolicyTest {
  private static final PlacementRequest TASK = PlacementRequest.of(ONE);

  private static Decision decide(
      NodeLoad.Builder local, PlacementRequest request, boolean freeElsewhere) {
    return SpillPolicy.DEFAULT.decide(LocalLoad.of(local.build()), request, () -> freeElsewhere);
  }

  @Test
  void whatStartsAtOnceIsKeptWithoutALookElsewhere() {
    Decision decision =
        SpillPolicy.DEFAULT.decide(
            LocalLoad.of(node(1, FOUR).free(ONE).build()),
            TASK,
            () -> {
              throw new AssertionError("asked");
            });
    assertThat(decision).isEqualTo(Decision.KEEP);
    assertThat(decision.spills()).isFalse();
  }

  @Test
  void aLongQueueOfShortTasksIsKept() {
    NodeLoad.Builder short1000 = busy(1, 4, 1000).meanTaskNanos(1000);
    assertThat(decide(short1000, TASK, true)).isEqualTo(Decision.KEEP);
    assertThat(decide(busy(1, 4, 1000).meanTaskNanos(1e6), TASK, false))
        .isEqualTo(Decision.OVERLOADED);
  }

  @Test
  void aModerateWaitSpillsOnlyIfTheTaskStartsAtOnceElsewhere() {
    NodeLoad.Builder waits50Ms = busy(1, 1, 49).meanTaskNanos(1e6);
    assertThat(decide(waits50Ms, TASK, true)).isEqualTo(Decision.FREE_ELSEWHERE);
    assertThat(decide(waits50Ms, TASK, false)).isEqualTo(Decision.KEEP);
  }

  @Test
  void aNodeWithoutHistoryCountsATaskAsAMillisecond() {
    NodeLoad.Builder fresh = busy(1, 1, 500).meanTaskNanos(0);
    assertThat(decide(fresh, TASK, false)).isEqualTo(Decision.OVERLOADED);
    assertThat(SpillPolicy.DEFAULT.waitNanos(LocalLoad.of(fresh.build()), ONE)).isEqualTo(501e6);
  }

  @Test
  void whatThisNodeCanNeverSatisfyIsHandedOver() {
    PlacementRequest gpu = PlacementRequest.of(ResourceSet.of(Map.of("GPU", 1.0)));
    assertThat(decide(node(1, FOUR), gpu, false)).isEqualTo(Decision.CANNOT_RUN_HERE);
    PlacementRequest five = PlacementRequest.of(ResourceSet.cpus(5));
    assertThat(decide(node(1, FOUR), five, false)).isEqualTo(Decision.CANNOT_RUN_HERE);
  }

  @Test
  void onlyTheResourcesThatATaskAsksForCount() {
    ResourceSet gpu = ResourceSet.of(Map.of("GPU", 1.0));
    NodeLoad.Builder gpuBusy =
        node(1, FOUR.plus(gpu)).free(FOUR).queued(Map.of(gpu, 1000L)).meanTaskNanos(1e9);
    assertThat(decide(gpuBusy, TASK, true)).isEqualTo(Decision.KEEP);
    assertThat(decide(gpuBusy, PlacementRequest.of(gpu), false)).isEqualTo(Decision.OVERLOADED);
    assertThat(decide(gpuBusy, PlacementRequest.of(ResourceSet.EMPTY), true))
        .isEqualTo(Decision.KEEP);
  }

  @Test
  void aLeavingNodeKeepsNothing() {
    assertThat(decide(node(1, FOUR).draining(true), TASK, false)).isEqualTo(Decision.DRAINING);
  }

  @Test
  void aStrategyThatNamesAnotherPlaceIsHandedOver() {
    NodeLoad.Builder local = node(1, FOUR).labels(Map.of("zone", "a"));
    assertThat(decide(local, TASK.withStrategy(SchedulingStrategy.SPREAD), false))
        .isEqualTo(Decision.STRATEGY);
    for (boolean soft : new boolean[] {true, false}) {
      assertThat(decide(local, TASK.withStrategy(new NodeAffinity(id(2), soft)), false))
          .isEqualTo(Decision.STRATEGY);
      assertThat(
              decide(busy(1, 4, 100_000), TASK.withStrategy(new NodeAffinity(id(1), soft)), true))
          .as("bound to this node, however long its queue")
          .isEqualTo(Decision.KEEP);
    }
    assertThat(decide(local, TASK.withStrategy(new NodeLabels(Map.of("zone", "b"))), false))
        .isEqualTo(Decision.STRATEGY);
    assertThat(decide(local, TASK.withStrategy(new NodeLabels(Map.of("zone", "a"))), false))
        .isEqualTo(Decision.KEEP);
    assertThat(
            decide(
                local,
                TASK.withStrategy(new NodeLabels(Map.of("zone", "a"), Map.of("disk", "ssd"))),
                false))
        .isEqualTo(Decision.STRATEGY);
  }

  @Test
  void largeInputsThatAreElsewhereAreAReasonToAsk() {
    NodeLoad.Builder local = node(1, FOUR).meanBandwidth(1e9);
    InputLocations there = InputLocations.of(100_000_000, Map.of(id(2), 100_000_000L));
    InputLocations here = InputLocations.of(100_000_000, Map.of(id(1), 100_000_000L));
    InputLocations small = InputLocations.of(100_000, Map.of(id(2), 100_000L));
    assertThat(decide(local, TASK.withInputs(there), false)).isEqualTo(Decision.INPUTS_ELSEWHERE);
    assertThat(decide(local, TASK.withInputs(here), false)).isEqualTo(Decision.KEEP);
    assertThat(decide(local, TASK.withInputs(small), false)).isEqualTo(Decision.KEEP);
  }

  @Test
  void thresholdsInTheWrongOrderAreRefused() {
    assertThatThrownBy(() ->
            new SpillPolicy(
                Duration.ofMillis(2), Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spillAbove")
        .hasMessageContaining("PT0.001S");
  }
}
