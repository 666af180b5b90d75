package org.akkaray.benchmarks.scheduling;

import java.time.Duration;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.harness.Timing;
import org.akkaray.benchmarks.rows.RowGroup;

/**
 * The placement policy on 1,000 simulated nodes: 10 million tasks with heartbeats that are 10 ms
 * late; then fewer tasks, with heartbeats that are later and later, with and without counting what
 * a scheduler placed itself; and with more and fewer nodes looked at for a decision.
 */
public final class PlacementRows implements RowGroup {
  private static final long[] DELAYS = {0, 10, 100, 1000};
  private static final int[] SAMPLES = {1, 2, 4, 8, 16};
  private static final Duration USUAL_DELAY = Duration.ofMillis(10);
  private static final Duration SAMPLES_DELAY = Duration.ofMillis(100);
  private static final long FEWER_TASKS = 2_000_000;
  private static final long QUICK_TASKS = 100_000;

  @Override
  public void run(Bench bench) {
    measureAll(bench);
    for (boolean countPlacements : new boolean[] {true, false}) {
      for (long delay : DELAYS) {
        measureLate(bench, delay, countPlacements);
      }
    }
    for (int samples : SAMPLES) {
      measureSamples(bench, samples);
    }
  }

  private static void measureAll(Bench bench) {
    if (bench.selects(
        PlacementRowNames.DECISION,
        PlacementRowNames.DECISION_P99,
        PlacementRowNames.LARGEST_DEVIATION,
        PlacementRowNames.MEAN_DEVIATION,
        PlacementRowNames.WAIT,
        PlacementRowNames.WAIT_P99)) {
      SimulationSettings settings = SimulationSettings.DEFAULT.withHeartbeats(USUAL_DELAY, true);
      SimulationResult result = simulate(bench, settings, settings.workload().tasks());
      record(bench, PlacementRowNames.DECISION, "us", result.decisionMicros());
      record(bench, PlacementRowNames.DECISION_P99, "us", result.decisionMicrosP99());
      record(bench, PlacementRowNames.LARGEST_DEVIATION, "%", 100 * result.largestDeviation());
      record(bench, PlacementRowNames.MEAN_DEVIATION, "%", 100 * result.meanDeviation());
      record(bench, PlacementRowNames.WAIT, "ms", result.meanWaitMillis());
      record(bench, PlacementRowNames.WAIT_P99, "ms", result.waitMillisP99());
    }
  }

  private static void measureLate(Bench bench, long delay, boolean countPlacements) {
    String wait = PlacementRowNames.late(delay, countPlacements, "wait");
    String waitP99 = PlacementRowNames.late(delay, countPlacements, "wait p99");
    String largest = PlacementRowNames.late(delay, countPlacements, "largest deviation");
    if (bench.selects(wait, waitP99, largest)) {
      SimulationResult result =
          simulate(
              bench,
              SimulationSettings.DEFAULT.withHeartbeats(Duration.ofMillis(delay), countPlacements),
              FEWER_TASKS);
      record(bench, wait, "ms", result.meanWaitMillis());
      record(bench, waitP99, "ms", result.waitMillisP99());
      record(bench, largest, "%", 100 * result.largestDeviation());
    }
  }

  private static void measureSamples(Bench bench, int samples) {
    String wait = PlacementRowNames.samples(samples, "wait");
    String decision = PlacementRowNames.samples(samples, "decision");
    if (bench.selects(wait, decision)) {
      SimulationResult result =
          simulate(
              bench,
              SimulationSettings.DEFAULT.withHeartbeats(SAMPLES_DELAY, true).withSamples(samples),
              FEWER_TASKS);
      record(bench, wait, "ms", result.meanWaitMillis());
      record(bench, decision, "us", result.decisionMicros());
    }
  }

  private static SimulationResult simulate(Bench bench, SimulationSettings settings, long tasks) {
    boolean quick = bench.timing().equals(Timing.QUICK);
    return new PlacementSimulator(settings.withTasks(quick ? QUICK_TASKS : tasks)).run();
  }

  private static void record(Bench bench, String name, String unit, double value) {
    bench.record(Measurement.of(name, unit, value));
  }
}
