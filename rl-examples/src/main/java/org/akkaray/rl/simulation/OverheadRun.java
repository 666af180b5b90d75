package org.akkaray.rl.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.akkaray.rl.report.Column;
import org.akkaray.rl.report.RunOptions;
import org.akkaray.rl.report.RunReport;

/** Tasks on n CPUs against n bare threads, in turns. */
final class OverheadRun {
  static final List<Column> COLUMNS =
      List.of(
          new Column("trial", "trial", "%d"),
          new Column("steps", "steps", "%,d"),
          new Column("threads_s", "threads s", "%.3f"),
          new Column("tasks_s", "tasks s", "%.3f"),
          new Column("threads_steps_per_s", "threads steps/s", "%,.0f"),
          new Column("tasks_steps_per_s", "tasks steps/s", "%,.0f"),
          new Column("tasks_to_threads", "tasks/threads", "%.3f"));

  /** Rollouts per CPU in a trial of the overhead. */
  private static final int OVERHEAD_ROLLOUTS = 16;

  private final String environment;
  private final RunOptions options;
  private final int trials;
  private final StepCost cost;

  OverheadRun(String environment, RunOptions options, int trials, StepCost cost) {
    this.environment = environment;
    this.options = options;
    this.trials = trials;
    this.cost = cost;
  }

  void run(RunReport report) {
    int cpus = options.workers();
    Comparison work = new Comparison(environment, options.seed(), cost, cpus);
    List<Rollout> rollouts = work.rollouts(OVERHEAD_ROLLOUTS * cpus, 0);
    report.note(
        "%s: %d rollouts of %d to %d steps, %s us added to each; %d threads, then %d CPUs, in turns"
            .formatted(
                environment,
                rollouts.size(),
                Schedule.SHORTEST,
                Schedule.LONGEST,
                cost.micros(),
                cpus,
                cpus));
    double[] threads = new double[trials];
    double[] tasks = new double[trials];
    try (Slots slots = new Slots(cpus)) {
      BareThreads.run(rollouts, cpus);
      Gathering.asTheyEnd(rollouts, slots);
      for (int i = 0; i < trials; i++) {
        Gathering.Outcome bare = BareThreads.run(rollouts, cpus);
        Gathering.Outcome ray = Gathering.asTheyEnd(rollouts, slots);
        threads[i] = bare.stepsPerSecond();
        tasks[i] = ray.stepsPerSecond();
        report.row(
            i + 1,
            bare.steps(),
            bare.seconds(),
            ray.seconds(),
            threads[i],
            tasks[i],
            tasks[i] / threads[i]);
        report.progress("", i + 1, trials);
      }
    }
    double bare = median(threads);
    double ray = median(tasks);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("threads_steps_per_s", bare);
    values.put("tasks_steps_per_s", ray);
    values.put("tasks_to_threads", ray / bare);
    values.put("directory", report.directory().toString());
    report.outcome(
        String.format(
            Locale.ROOT,
            "%s: %,.0f steps/s on %d bare threads, %,.0f as tasks on %d CPUs (medians of %d): %.1f"
                + " %%",
            environment,
            bare,
            cpus,
            ray,
            cpus,
            trials,
            100 * ray / bare),
        values);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
