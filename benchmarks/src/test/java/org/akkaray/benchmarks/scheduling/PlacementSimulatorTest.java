package org.akkaray.benchmarks.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlacementSimulatorTest {
  private static final SimulationSettings SMALL =
      SimulationSettings.DEFAULT.withNodes(50).withTasks(100_000);

  private static SimulationResult run(SimulationSettings settings) {
    return new PlacementSimulator(settings).run();
  }

  @Test
  void allTasksEndInAboutTheTimeThatTheUtilizationMeans() {
    SimulationResult result = run(SMALL);
    assertThat(result.ended()).isEqualTo(100_000);
    // 100,000 tasks of 0.1 s on 200 CPUs that are used to 90 %: 55.6 s, and the last ones' ends.
    assertThat(result.virtualSeconds()).isCloseTo(56, within(3.0));
    assertThat(result.decisionMicros()).isPositive();
  }

  @Test
  void theSameSettingsGiveTheSameRun() {
    SimulationResult first = run(SMALL);
    SimulationResult second = run(SMALL);
    assertThat(second.meanWaitMillis()).isEqualTo(first.meanWaitMillis());
    assertThat(second.largestDeviation()).isEqualTo(first.largestDeviation());
    assertThat(second.virtualSeconds()).isEqualTo(first.virtualSeconds());
  }

  @Test
  void aTaskWaitsAtLeastForTheNetwork() {
    assertThat(run(SMALL.withTasks(100)).meanWaitMillis()).isGreaterThanOrEqualTo(0.5);
  }

  @Test
  void nodesGetEqualParts() {
    SimulationResult result = run(SMALL);
    assertThat(result.meanDeviation()).isLessThan(0.05);
    assertThat(result.largestDeviation()).isBetween(result.meanDeviation(), 0.15);
  }

  @Test
  void choosingBeatsChance() {
    assertThat(run(SMALL).meanWaitMillis())
        .isLessThan(run(SMALL.withSamples(1)).meanWaitMillis() / 2);
  }

  @Test
  void lateHeartbeatsCostWaitAndCountingPlacementsSavesMostOfIt() {
    Duration late = Duration.ofSeconds(1);
    double fresh = run(SMALL).meanWaitMillis();
    double stale = run(SMALL.withHeartbeats(late, true)).meanWaitMillis();
    double reportsAlone = run(SMALL.withHeartbeats(late, false)).meanWaitMillis();
    assertThat(stale).isGreaterThan(fresh);
    assertThat(reportsAlone).isGreaterThan(2 * stale);
  }
}
