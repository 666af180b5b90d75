package org.akkaray.rl.report;

import java.nio.file.Path;
import org.akkaray.RayConfig;
import org.akkaray.cli.UsageException;
import org.akkaray.rl.environment.Environments;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that all workloads share, a picocli mixin. */
public final class RunOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = Positive.class,
      description = "CPUs of the node, and workers; the machine's processors if not given.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      converter = Seed.class,
      description = "Decides every random number, 0 or above; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "Folder in which each run makes its own; default ${DEFAULT-VALUE}.")
  private Path out = Path.of("results");

  @Option(names = "--quiet", description = "Print nothing but the outcome.")
  private boolean quiet;

  @Option(names = "--json", description = "Print a JSON object a line instead of the table.")
  private boolean json;

  private String environment = "";

  /**
   * Completes the options by the environment, whose default differs from workload to workload.
   *
   * @throws UsageException if there is none of this id, or options exclude each other
   */
  public RunOptions forEnvironment(String id) {
    try {
      Environments.make(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--env: " + e.getMessage());
    }
    if (quiet && json) {
      throw new UsageException("--quiet and --json exclude each other");
    }
    environment = id;
    return this;
  }

  /** Id of the environment. */
  public String environment() {
    return environment;
  }

  /** CPUs of the node, at least 1. */
  public int workers() {
    return workers;
  }

  /**
   * The cluster that the settings name, or else a node in this JVM with as many CPUs as workers.
   */
  public RayConfig rayConfig() {
    RayConfig config = RayConfig.load();
    return config.getAddress().isEmpty() ? RayConfig.builder().setCpus(workers).build() : config;
  }

  /** Seed of the run, 0 or above. */
  public long seed() {
    return seed;
  }

  Path out() {
    return out;
  }

  Display.Mode mode() {
    return json ? Display.Mode.JSON : quiet ? Display.Mode.QUIET : Display.Mode.TABLE;
  }

  /** Whole numbers from 1. */
  public static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int number = Integer.parseInt(value);
        if (number >= 1) {
          return number;
        }
      } catch (NumberFormatException e) {
        // The same sentence serves.
      }
      throw new TypeConversionException("must be a whole number from 1, not '" + value + "'");
    }
  }

  /** Whole numbers from 0, up to 2^63 - 1. */
  public static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      try {
        long number = Long.parseLong(value);
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // The same sentence serves.
      }
      throw new TypeConversionException("must be a whole number from 0, not '" + value + "'");
    }
  }
}
