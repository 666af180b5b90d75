package org.akkaray.benchmarks;

import java.nio.file.Path;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.WarmupMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ray jmh}: the JMH benchmarks of single steps, each in JVMs of its own. */
@Command(name = "jmh", description = "Run the JMH benchmarks of single steps.", sortOptions = false)
public final class JmhCommand implements RaySubcommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Only benchmarks with a match of this regular expression in Class.method.")
  private String pattern = ".*";

  @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's own JSON to a file.")
  private @Nullable Path json;

  @Option(
      names = "--quick",
      description = "One short iteration in one JVM: to see that it works, not for numbers.")
  private boolean quick;

  /** Runs them. */
  @Override
  public Integer call() {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(pattern).shouldFailOnError(true).warmupMode(WarmupMode.INDI);
    if (quick) {
      options
          .forks(1)
          .warmupIterations(1)
          .measurementIterations(1)
          .warmupTime(TimeValue.milliseconds(200))
          .measurementTime(TimeValue.milliseconds(200));
    }
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    try {
      new Runner(options.build()).run();
    } catch (NoBenchmarksException e) {
      throw new UsageException("no benchmark has a match of '" + pattern + "' in its name");
    } catch (RunnerException e) {
      throw new CommandFailedException("the benchmarks failed: " + e.getMessage(), e);
    }
    return 0;
  }
}
