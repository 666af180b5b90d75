package org.akkaray.rl.es;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.akkaray.Ray;
import org.akkaray.cli.UsageException;
import org.akkaray.cli.Workload;
import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.es.EvolutionStrategies.Played;
import org.akkaray.rl.report.Column;
import org.akkaray.rl.report.LineChart;
import org.akkaray.rl.report.RunOptions;
import org.akkaray.rl.report.RunReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ray run es}: trains a policy with Evolution Strategies until its mean return is enough.
 */
@Command(
    name = "es",
    description = "Train a policy with Evolution Strategies; solves CartPole-v1 in seconds.",
    sortOptions = false)
public final class EsCommand implements Workload {
  static final List<Column> COLUMNS =
      List.of(
          new Column("iteration", "iter", "%d"),
          new Column("time_s", "time s", "%.2f"),
          new Column("steps", "steps", "%,d"),
          new Column("return_mean", "return", "%.1f"),
          new Column("return_min", "min", "%.1f"),
          new Column("return_max", "max", "%.1f"),
          new Column("length_mean", "length", "%.1f"),
          new Column("steps_per_s", "steps/s", "%,.0f"),
          new Column("evaluation_mean", "evaluation", "%.1f"));

  @Option(
      names = "--env",
      paramLabel = "ID",
      defaultValue = "CartPole-v1",
      description = "Environment; default ${DEFAULT-VALUE}.")
  private String environment = "CartPole-v1";

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--stop-reward",
      paramLabel = "R",
      description =
          "Mean return over the evaluation episodes at which training stops; the environment's"
              + " threshold if not given.")
  private @Nullable Double stopReward;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      defaultValue = "300",
      converter = RunOptions.Positive.class,
      description = "Iterations after which training stops; default ${DEFAULT-VALUE}.")
  private int maxIterations;

  @Option(
      names = "--evaluation-episodes",
      paramLabel = "N",
      defaultValue = "100",
      converter = RunOptions.Positive.class,
      description = "Episodes of an evaluation; default ${DEFAULT-VALUE}.")
  private int evaluationEpisodes;

  @Option(
      names = "--evaluate-every",
      paramLabel = "N",
      defaultValue = "1",
      converter = RunOptions.Positive.class,
      description = "Iterations from one evaluation to the next; default ${DEFAULT-VALUE}.")
  private int evaluateEvery;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      description = "Sizes of the hidden layers, as 32,32; a linear policy if not given.")
  private List<Integer> hidden = List.of();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "32",
      description = "Mirrored pairs of episodes in an iteration; default ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--noise",
      paramLabel = "SD",
      defaultValue = "0.1",
      description = "Standard deviation of the perturbations; default ${DEFAULT-VALUE}.")
  private double noise;

  @Option(
      names = "--step-size",
      paramLabel = "X",
      defaultValue = "0.02",
      description = "Step size of Adam; default ${DEFAULT-VALUE}.")
  private double stepSize;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      defaultValue = "0.005",
      description = "L2 penalty on the parameters; default ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--no-normalize",
      description = "Give the policy the observations as they are, not scaled by what was seen.")
  private boolean rawObservations;

  /** Runs the training: 0 also when it ended at its last iteration. */
  @Override
  public Integer call() {
    options.forEnvironment(environment);
    EsSettings settings = settings();
    double target = target();
    Map<String, @Nullable Object> params = new LinkedHashMap<>(settings.toMap());
    params.put("workers", options.workers());
    params.put("stop_reward", Double.isNaN(target) ? null : target);
    params.put("max_iterations", maxIterations);
    params.put("evaluation_episodes", evaluationEpisodes);
    params.put("evaluate_every", evaluateEvery);
    try (RunReport report =
        RunReport.open(options, System.out, "es", "episodes", COLUMNS, params)) {
      Ray.init(options.rayConfig());
      try (EvolutionStrategies training =
          new EvolutionStrategies(settings, options.workers(), report::progress)) {
        train(training, target, report);
      } finally {
        Ray.shutdown();
      }
    }
    return 0;
  }

  private EsSettings settings() {
    EsSettings defaults = EsSettings.defaults(environment, options.seed());
    try {
      return new EsSettings(
          environment,
          hidden,
          options.seed(),
          pairs,
          defaults.pairsPerCall(),
          noise,
          stepSize,
          weightDecay,
          !rawObservations,
          defaults.noiseTableSize());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  /** The return to reach; NaN if the environment has no threshold and the user named none. */
  private double target() {
    if (stopReward != null) {
      return stopReward;
    }
    OptionalDouble threshold = Environments.make(environment).spec().rewardThreshold();
    return threshold.orElse(Double.NaN);
  }

  private void train(EvolutionStrategies training, double target, RunReport report) {
    LineChart chart = new LineChart(environment + ", Evolution Strategies", "steps", "return");
    LineChart.Line population = chart.line("perturbed policies: mean, lowest to highest");
    LineChart.Line policy =
        chart.line("the policy: mean of %d evaluation episodes".formatted(evaluationEpisodes));
    if (!Double.isNaN(target)) {
      chart.level("solved at " + target, target);
    }
    long began = System.nanoTime();
    long steps = 0;
    double confirmed = Double.NaN;
    int iteration = 0;
    boolean solved = false;
    while (iteration < maxIterations && !solved) {
      iteration++;
      long iterationBegan = System.nanoTime();
      Played played = training.iterate();
      steps += played.steps();
      long playedSteps = played.steps();
      Double evaluation = null;
      if (iteration % evaluateEvery == 0 || iteration == maxIterations) {
        Played evaluated = training.evaluate(evaluationEpisodes);
        evaluation = evaluated.mean();
        playedSteps += evaluated.steps();
        policy.add(steps, evaluation);
      }
      population.add(steps, played.mean(), played.min(), played.max());
      report.row(
          iteration,
          seconds(began),
          steps,
          played.mean(),
          played.min(),
          played.max(),
          played.meanLength(),
          playedSteps / seconds(iterationBegan),
          evaluation);
      if ((evaluation != null && evaluation >= target) || iteration == maxIterations) {
        confirmed = training.confirm(evaluationEpisodes).mean();
        solved = confirmed >= target;
      }
    }
    double time = seconds(began);
    Path png = report.directory().resolve("learning-curve.png");
    chart.write(png);
    String verdict =
        Double.isNaN(target)
            ? "trained"
            : "%s (%s asked)".formatted(solved ? "solved" : "NOT solved", target);
    String sentence =
        String.format(
            Locale.ROOT,
            "%s %s: mean return %.1f over %d fresh episodes after %d iterations, %,d steps, %.1f s;"
                + " %s",
            environment,
            verdict,
            confirmed,
            evaluationEpisodes,
            iteration,
            steps,
            time,
            png);
    Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
    outcome.put("solved", solved);
    outcome.put("evaluation_mean", confirmed);
    outcome.put("iterations", iteration);
    outcome.put("steps", steps);
    outcome.put("time_s", time);
    outcome.put("directory", report.directory().toString());
    report.outcome(sentence, outcome);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
