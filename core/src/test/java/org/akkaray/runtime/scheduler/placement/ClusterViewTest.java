package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.ONE;
import static org.akkaray.runtime.scheduler.placement.Nodes.SCHEDULER;
import static org.akkaray.runtime.scheduler.placement.Nodes.busy;
import static org.akkaray.runtime.scheduler.placement.Nodes.get;
import static org.akkaray.runtime.scheduler.placement.Nodes.id;
import static org.akkaray.runtime.scheduler.placement.Nodes.node;
import static org.akkaray.runtime.scheduler.placement.Nodes.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static NodeLoad.Builder reportOf(int number, long sequence, long received) {
    return node(number, FOUR).version(0, sequence).received(Map.of(SCHEDULER, received));
  }

  @Test
  void anOlderReportIsDropped() {
    ClusterView view = view(node(1, FOUR).version(0, 5).free(ONE));
    assertThat(view.apply(node(1, FOUR).version(0, 4).build())).isFalse();
    assertThat(view.apply(node(1, FOUR).version(0, 5).build())).isFalse();
    assertThat(get(view, 1).load().free()).isEqualTo(ONE);
    assertThat(view.apply(node(1, FOUR).version(0, 6).build())).isTrue();
    assertThat(get(view, 1).load().free()).isEqualTo(FOUR);
  }

  @Test
  void aNewIncarnationIsNewerThanAnyReportOfAnOldOne() {
    ClusterView view = view(node(1, FOUR).version(1, 900));
    view.placed(id(1), ONE);
    assertThat(view.apply(node(1, FOUR).version(2, 1).build())).isTrue();
    assertThat(get(view, 1).underWay()).as("what was sent to the old one is gone").isZero();
    assertThat(view.apply(node(1, FOUR).version(1, 901).build())).isFalse();
  }

  @Test
  void aLateReportOfARemovedNodeDoesNotBringItBack() {
    ClusterView view = view(node(1, FOUR).version(1, 5));
    view.remove(id(1));
    assertThat(view.apply(node(1, FOUR).version(1, 6).build())).isFalse();
    assertThat(view.nodes()).isEmpty();
    assertThat(view.apply(node(1, FOUR).version(2, 1).build())).isTrue();
    assertThat(view.nodes()).hasSize(1);
  }

  @Test
  void whatWasPlacedCountsAtOnce() {
    ClusterView view = view(node(1, FOUR));
    for (int i = 0; i < 3; i++) {
      view.placed(id(1), ONE);
      assertThat(get(view, 1).startsAtOnce(ONE)).isTrue();
    }
    view.placed(id(1), ONE);
    assertThat(get(view, 1).startsAtOnce(ONE)).isFalse();
    assertThat(get(view, 1).available()).isEqualTo(ResourceSet.EMPTY);
    assertThat(get(view, 1).pressure(ONE)).isEqualTo(0.25);
  }

  @Test
  void aReportThatWasMadeBeforeAPlacementArrivedDoesNotHideIt() {
    ClusterView view = view(reportOf(1, 1, 0));
    for (int i = 0; i < 6; i++) {
      view.placed(id(1), ONE);
    }
    view.apply(reportOf(1, 2, 0).build());
    assertThat(get(view, 1).underWay()).isEqualTo(6);

    view.apply(reportOf(1, 3, 4).free(ResourceSet.EMPTY).build());
    assertThat(get(view, 1).underWay()).isEqualTo(2);
    assertThat(get(view, 1).pressure(ONE)).isEqualTo(0.75);

    view.apply(reportOf(1, 4, 6).queued(Map.of(ONE, 2L)).free(ResourceSet.EMPTY).build());
    assertThat(get(view, 1).underWay()).isZero();
    assertThat(get(view, 1).pressure(ONE)).isEqualTo(0.75);
  }

  @Test
  void whatOtherSchedulersSentSettlesNothing() {
    ClusterView view = view(reportOf(1, 1, 0));
    view.placed(id(1), ONE);
    view.apply(node(1, FOUR).version(0, 2).received(Map.of(UniqueId.of(8, 8), 50L)).build());
    assertThat(get(view, 1).underWay()).isEqualTo(1);
  }

  @Test
  void whatOtherSchedulersHaveUnderWayIsEstimatedFromWhatTheySentBefore() {
    UniqueId other = UniqueId.of(8, 8);
    ClusterView view = view(node(1, FOUR), node(2, FOUR));
    view.apply(node(1, FOUR).version(0, 1).received(Map.of(SCHEDULER, 10L, other, 30L)).build());
    view.placed(id(2), ONE);
    assertThat(get(view, 2).startsAtOnce(ONE)).as("four schedulers' worth").isFalse();
    assertThat(get(view, 2).pressure(ONE)).isEqualTo(0.25);
    assertThat(get(view, 1).pressure(ONE)).isEqualTo(-0.75);

    view.apply(
        node(1, FOUR).version(0, 2).received(Map.of(SCHEDULER, 9_000_000L, other, 30L)).build());
    assertThat(get(view, 2).pressure(ONE)).isCloseTo(-0.5, within(1e-4));
  }

  @Test
  void aSchedulerThatPlacesLittleDoesNotMultiplyItWithoutBound() {
    SchedulerShare share = new SchedulerShare();
    share.received(0, 1000);
    assertThat(share.factor()).as("nothing known of its own").isEqualTo(1);
    share.received(1, 1_000_000);
    assertThat(share.factor()).isEqualTo(SchedulerShare.MOST);
    share.received(1_000_000_000, 1_000_000_000);
    assertThat(share.factor()).isCloseTo(1, within(0.01));
  }

  @Test
  void aPlacementThatIsWithdrawnCountsNoLonger() {
    ClusterView view = view(reportOf(1, 1, 0));
    view.placed(id(1), ONE);
    view.placed(id(1), FOUR);
    view.placedActor(id(1), FOUR);
    assertThat(view.withdraw(id(1), FOUR)).isTrue();
    assertThat(view.withdraw(id(1), FOUR)).isFalse();
    assertThat(get(view, 1).actors()).isEqualTo(1);
    assertThat(view.withdrawActor(id(1), FOUR)).isTrue();
    assertThat(get(view, 1).actors()).isZero();
    assertThat(get(view, 1).available()).isEqualTo(ResourceSet.cpus(3));
    view.apply(reportOf(1, 2, 1).build());
    assertThat(get(view, 1).underWay()).isZero();
  }

  @Test
  void aPlacementThatIsNeverAcknowledgedIsGivenUp() {
    ClusterView view = view(reportOf(1, 1, 0));
    view.placed(id(1), ONE); // lost
    view.placed(id(1), ONE);
    int sequence = 2;
    for (int i = 0; i < NodeView.LOST_AFTER_REPORTS; i++) {
      view.apply(reportOf(1, sequence++, 1).build());
    }
    assertThat(get(view, 1).underWay()).isEqualTo(1);
    view.apply(reportOf(1, sequence++, 1).build());
    assertThat(get(view, 1).underWay()).isZero();

    view.placed(id(1), ONE);
    view.apply(reportOf(1, sequence++, 1).build());
    assertThat(get(view, 1).underWay()).as("the next one counts again").isEqualTo(1);
    view.apply(reportOf(1, sequence, 2).build());
    assertThat(get(view, 1).underWay()).isZero();
  }

  @Test
  void aPlacementThatComesAfterItWasGivenUpDoesNotSettleAnother() {
    ClusterView view = view(reportOf(1, 1, 0));
    view.placed(id(1), ONE);
    int sequence = 2;
    for (int i = 0; i <= NodeView.LOST_AFTER_REPORTS; i++) {
      view.apply(reportOf(1, sequence++, 0).build());
    }
    view.apply(reportOf(1, sequence++, 1).build());
    view.placed(id(1), ONE);
    view.apply(reportOf(1, sequence++, 1).build());
    assertThat(get(view, 1).underWay()).isEqualTo(1);
  }

  @Test
  void workThatAsksForOtherResourcesIsNotInTheWay() {
    ResourceSet gpu = ResourceSet.of(Map.of("GPU", 1.0));
    ResourceSet total = ResourceSet.of(Map.of("CPU", 4.0, "GPU", 1.0));
    ClusterView view = view(node(1, total).free(ResourceSet.cpus(4)).queued(Map.of(gpu, 10L)));
    assertThat(get(view, 1).startsAtOnce(ONE)).isTrue();
    assertThat(get(view, 1).pressure(gpu)).isEqualTo(11);
    view.placed(id(1), gpu);
    assertThat(get(view, 1).pressure(gpu)).isEqualTo(12);
    assertThat(get(view, 1).startsAtOnce(ONE)).isTrue();
  }

  @Test
  void aNodeThatHasEndedNoTaskIsTakenToBeAsFastAsTheOthers() {
    ClusterView view = view(busy(1, 1, 1).meanTaskNanos(10), node(2, ONE), node(3, ONE));
    assertThat(view.taskNanos(get(view, 2), 777)).isEqualTo(10);
    view.apply(node(3, ONE).version(0, 1).meanTaskNanos(30).build());
    assertThat(view.taskNanos(get(view, 2), 777)).isEqualTo(20);
    assertThat(view.taskNanos(get(view, 3), 777)).isEqualTo(30);
    view.remove(id(1));
    view.remove(id(3));
    assertThat(view.taskNanos(get(view, 2), 777)).isEqualTo(777);
  }

  @Test
  void whetherSomethingStartsAtOnceElsewhereLeavesOutTheAskingNode() {
    ClusterView view = view(node(1, FOUR), busy(2, 4, 3));
    assertThat(view.startsAtOnceElsewhere(ONE, id(2))).isTrue();
    assertThat(view.startsAtOnceElsewhere(ONE, id(1))).isFalse();
    assertThat(view.startsAtOnceElsewhere(ResourceSet.cpus(5), id(2))).isFalse();
  }
}
