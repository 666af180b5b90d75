package org.akkaray.rl.simulation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.akkaray.Ray;
import org.akkaray.cli.UsageException;
import org.akkaray.cli.Workload;
import org.akkaray.rl.report.RunOptions;
import org.akkaray.rl.report.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ray run simulation}: rollouts gathered as they end against barrier rounds. */
@Command(
    name = "simulation",
    description =
        "Run rollouts of different length as tasks: gathered as they end, against barrier rounds.",
    sortOptions = false)
public final class SimulationCommand implements Workload {
  @Option(
      names = "--env",
      paramLabel = "ID",
      defaultValue = "Pendulum-v1",
      description = "Environment; default ${DEFAULT-VALUE}.")
  private String environment = "Pendulum-v1";

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "10",
      converter = RunOptions.Positive.class,
      description = "Trials, each of 3 rollouts per CPU; default ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--step-micros",
      paramLabel = "X",
      defaultValue = "100",
      description =
          "Computation added to each step, in microseconds, as if a physics engine ran behind it;"
              + " default ${DEFAULT-VALUE}.")
  private double stepMicros;

  @Option(
      names = "--sleep",
      description = "Steps sleep instead of computing: for more CPUs than the machine has.")
  private boolean sleep;

  @Option(
      names = "--overhead",
      description = "Compare tasks with bare Java threads, as many as CPUs, instead.")
  private boolean overhead;

  /** Runs the trials. */
  @Override
  public Integer call() {
    options.forEnvironment(environment);
    if (!(stepMicros >= 0 && stepMicros <= 1e6)) {
      throw new UsageException("--step-micros: must be from 0 to 1000000, not " + stepMicros);
    }
    if (sleep && overhead) {
      throw new UsageException("--sleep and --overhead exclude each other");
    }
    int processors = Runtime.getRuntime().availableProcessors();
    boolean sleeping = sleep || (options.workers() > processors && !overhead);
    StepCost cost = sleeping ? StepCost.sleeping(stepMicros) : StepCost.busy(stepMicros);
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("env", environment);
    params.put("seed", options.seed());
    params.put("workers", options.workers());
    params.put("trials", trials);
    params.put("step_micros", stepMicros);
    params.put("step_kind", cost.kind().name().toLowerCase(Locale.ROOT));
    params.put("overhead", overhead);
    try (RunReport report =
        RunReport.open(
            options,
            System.out,
            overhead ? "overhead" : "simulation",
            "trials",
            overhead ? OverheadRun.COLUMNS : ComparisonRun.COLUMNS,
            params)) {
      if (sleeping && !sleep) {
        report.note(
            "%d CPUs on %d processors: the steps sleep instead of computing"
                .formatted(options.workers(), processors));
      }
      Ray.init(options.rayConfig());
      try {
        if (overhead) {
          new OverheadRun(environment, options, trials, cost).run(report);
        } else {
          new ComparisonRun(environment, options, trials, cost).run(report);
        }
      } finally {
        Ray.shutdown();
      }
    }
    return 0;
  }
}
