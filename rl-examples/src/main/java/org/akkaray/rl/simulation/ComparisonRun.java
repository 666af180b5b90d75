package org.akkaray.rl.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.akkaray.rl.report.Column;
import org.akkaray.rl.report.LineChart;
import org.akkaray.rl.report.RunOptions;
import org.akkaray.rl.report.RunReport;

/** The trials of gathering as they end against barrier rounds, and their one-slot control. */
final class ComparisonRun {
  static final List<Column> COLUMNS =
      List.of(
          new Column("trial", "trial", "%d"),
          new Column("slots", "slots", "%d"),
          new Column("steps", "steps", "%,d"),
          new Column("as_they_end_s", "as they end s", "%.3f"),
          new Column("rounds_s", "rounds s", "%.3f"),
          new Column("as_they_end_steps_per_s", "steps/s", "%,.0f"),
          new Column("rounds_steps_per_s", "rounds steps/s", "%,.0f"),
          new Column("gain", "gain", "%.3f"),
          new Column("predicted_gain", "predicted", "%.3f"));

  private final String environment;
  private final RunOptions options;
  private final int trials;
  private final StepCost cost;

  ComparisonRun(String environment, RunOptions options, int trials, StepCost cost) {
    this.environment = environment;
    this.options = options;
    this.trials = trials;
    this.cost = cost;
  }

  void run(RunReport report) {
    int slots = options.workers();
    report.note(
        "%s: %d rollouts of %d to %d steps on %d CPUs, each step %s for %s us"
            .formatted(
                environment,
                3 * slots,
                Schedule.SHORTEST,
                Schedule.LONGEST,
                slots,
                cost.kind() == StepCost.Kind.BUSY ? "computing" : "sleeping",
                cost.micros()));
    Comparison comparison = new Comparison(environment, options.seed(), cost, slots);
    Comparison control = new Comparison(environment, options.seed(), cost, 1);
    LineChart chart =
        new LineChart(
            "%s on %d CPUs: gain of gathering as they end".formatted(environment, slots),
            "trial",
            "time in rounds / time as they end");
    LineChart.Line measured = chart.line("measured");
    LineChart.Line predicted = chart.line("predicted by list scheduling");
    List<Comparison.Trial> all = new ArrayList<>();
    List<Comparison.Trial> controls = new ArrayList<>();
    try (Slots cpus = new Slots(slots)) {
      comparison.trial(-2, cpus);
      comparison.trial(-1, cpus);
      for (int i = 0; i < trials; i++) {
        Comparison.Trial trial = comparison.trial(i, cpus);
        all.add(trial);
        measured.add(i + 1, trial.gain());
        predicted.add(i + 1, trial.predictedGain());
        row(report, i + 1, slots, trial);
        report.progress("", i + 1, trials);
      }
    }
    try (Slots cpu = new Slots(1)) { // perhaps on a node that has run nothing yet
      control.trial(-2, cpu);
      control.trial(-1, cpu);
      for (int i = 0; i < trials; i++) {
        Comparison.Trial trial = control.trial(i, cpu);
        controls.add(trial);
        row(report, i + 1, 1, trial);
        report.progress("one slot", i + 1, trials);
      }
    }
    Path png = report.directory().resolve("gain.png");
    chart.level("expected", Schedule.expectedGain(slots));
    chart.write(png);
    outcome(report, slots, all, controls, png);
  }

  private static void row(RunReport report, int number, int slots, Comparison.Trial trial) {
    report.row(
        number,
        slots,
        trial.steps(),
        trial.ends().seconds(),
        trial.rounds().seconds(),
        trial.ends().stepsPerSecond(),
        trial.rounds().stepsPerSecond(),
        trial.gain(),
        trial.predictedGain());
  }

  private void outcome(
      RunReport report,
      int slots,
      List<Comparison.Trial> all,
      List<Comparison.Trial> controls,
      Path png) {
    double steps = all.stream().mapToLong(Comparison.Trial::steps).sum();
    double ends = all.stream().mapToDouble(t -> t.ends().seconds()).sum();
    double rounds = all.stream().mapToDouble(t -> t.rounds().seconds()).sum();
    double plannedEnds = all.stream().mapToDouble(Comparison.Trial::plannedEnds).sum();
    double plannedRounds = all.stream().mapToDouble(Comparison.Trial::plannedRounds).sum();
    double controlEnds = controls.stream().mapToDouble(t -> t.ends().seconds()).sum();
    double controlRounds = controls.stream().mapToDouble(t -> t.rounds().seconds()).sum();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("as_they_end_steps_per_s", steps / ends);
    values.put("rounds_steps_per_s", steps / rounds);
    values.put("gain", rounds / ends);
    values.put("predicted_gain", plannedRounds / plannedEnds);
    values.put("expected_gain", Schedule.expectedGain(slots));
    values.put("one_slot_gain", controlRounds / controlEnds);
    values.put("directory", report.directory().toString());
    report.outcome(
        String.format(
            Locale.ROOT,
            "%s on %d CPUs: %,.0f timesteps/s gathered as they end, %,.0f in barrier rounds: gain"
                + " %.3f, predicted for these lengths %.3f, expected for uniform lengths %.3f; on"
                + " one slot %.3f (must be 1); %s",
            environment,
            slots,
            steps / ends,
            steps / rounds,
            rounds / ends,
            plannedRounds / plannedEnds,
            Schedule.expectedGain(slots),
            controlRounds / controlEnds,
            png),
        values);
  }
}
