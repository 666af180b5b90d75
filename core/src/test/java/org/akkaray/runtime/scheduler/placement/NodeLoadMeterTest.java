package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.SCHEDULER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.id.UniqueId;
import org.junit.jupiter.api.Test;

class NodeLoadMeterTest {
  private final NodeLoadMeter meter = new NodeLoadMeter(Nodes.id(7), 3);

  @Test
  void reportsAreNumberedWithinTheIncarnation() {
    NodeLoad first = meter.next(FOUR).build();
    NodeLoad second = meter.next(FOUR).build();
    assertThat(first.node()).isEqualTo(Nodes.id(7));
    assertThat(first.incarnation()).isEqualTo(3);
    assertThat(second.isNewerThan(first)).isTrue();
    assertThat(first.isNewerThan(second)).isFalse();
  }

  @Test
  void beforeAnythingEndedTheMeansAreUnknown() {
    NodeLoad load = meter.next(FOUR).build();
    assertThat(load.meanTaskNanos()).isZero();
    assertThat(load.meanBandwidth()).isZero();
    assertThat(load.free()).isEqualTo(FOUR);
  }

  @Test
  void tasksAndTransfersBetweenTwoReportsAreAveraged() {
    meter.taskEnded(1000);
    meter.taskEnded(3000);
    meter.transferEnded(1_000_000, 1_000_000);
    meter.transferEnded(3_000_000, 1_000_000);
    NodeLoad load = meter.next(FOUR).build();
    assertThat(load.meanTaskNanos()).isCloseTo(2000, within(1e-6));
    assertThat(load.meanBandwidth()).isCloseTo(2e9, within(1e3));
    assertThat(meter.next(FOUR).build().meanTaskNanos()).isEqualTo(load.meanTaskNanos());
  }

  @Test
  void aTransferThatTookNoMeasurableTimeSaysNothing() {
    meter.transferEnded(100, 0);
    assertThat(meter.next(FOUR).build().meanBandwidth()).isZero();
  }

  @Test
  void whatEachSchedulerSentIsCountedAlsoByManyThreads() throws InterruptedException {
    UniqueId other = UniqueId.of(2, 2);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 1000; n++) {
                  meter.received(SCHEDULER);
                  meter.received(other, 2);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(meter.next(FOUR).build().received())
        .containsEntry(SCHEDULER, 4000L)
        .containsEntry(other, 8000L);
    meter.forget(other);
    assertThat(meter.next(FOUR).build().received()).containsOnlyKeys(SCHEDULER);
  }
}
