package org.akkaray.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.akkaray.benchmarks.bars.Bars;
import org.akkaray.benchmarks.cluster.BenchNodes;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.harness.Report;
import org.akkaray.benchmarks.harness.Timing;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.benchmarks.rows.RowNames;
import org.akkaray.benchmarks.rows.Sessions;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ray microbenchmark}: how fast tasks, actors and objects are on this machine. */
@Command(
    name = "microbenchmark",
    description =
        "Measure tasks, actors and objects: the rows of Ray's own microbenchmark, and more.",
    sortOptions = false)
public final class MicrobenchmarkCommand implements RaySubcommand {
  private static final double CPUS_PER_NODE = 2;
  private static final List<String> MANY_CLIENTS =
      List.of(RowNames.MULTI_CLIENT_TASKS, RowNames.N_TO_N_CALLS);
  private static final String BESIDE = "%-46s %14s %14s %10s";

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Only rows with a match of this regular expression in their name.")
  private @Nullable String filter;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the rows as a JSON array of objects with name, value, sd and unit.")
  private @Nullable Path json;

  @Option(
      names = "--quick",
      description = "Rounds of 0.2 s instead of 2 s: to see that it works, not for numbers.")
  private boolean quick;

  @Option(
      names = "--bars",
      description = "Only the rows that have a bar to reach, then the bars and what was reached.")
  private boolean bars;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description =
          "Run Ray's rows on so many nodes of two CPUs in JVMs of their own, from a driver without CPUs.")
  private int nodes;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Measures. */
  @Override
  public Integer call() {
    if (nodes < 0 || nodes > 16) {
      throw new UsageException("--nodes must be from 1 to 16, but is " + nodes);
    }
    Predicate<String> rows = rows();
    Path file = json == null ? null : writable(json);
    print(Machine.describe() + (nodes == 0 ? "; all in one JVM" : ""));
    print(Report.header());
    Bench bench = bench(rows);
    if (nodes > 0) {
      runBetweenProcesses(rows, bench, file);
    } else {
      run(RowGroups.all(), bench, file);
    }
    List<Measurement> measured = bench.measurements();
    if (measured.isEmpty()) {
      throw new UsageException("--filter: no row has a match of '" + filter + "' in its name");
    }
    if (bars) {
      print("");
      Bars.table(measured).forEach(this::print);
    }
    return 0;
  }

  private Bench bench(Predicate<String> rows) {
    return new Bench(
        rows,
        quick ? Timing.QUICK : bars ? Timing.BARS : Timing.RAY,
        row -> print(Report.line(row)),
        System::nanoTime);
  }

  /** Afterwards the rows of many clients are run on one node, to be printed beside. */
  private void runBetweenProcesses(Predicate<String> rows, Bench bench, @Nullable Path file) {
    print(
        "%d node(s) in JVMs of their own, the driver in this one, all on the loopback"
            .formatted(nodes));
    try (BenchNodes cluster = new BenchNodes(nodes, CPUS_PER_NODE)) {
      Sessions.runOn(cluster.address());
      run(RowGroup.acrossNodes(), bench, file);
    } finally {
      Sessions.runHere();
    }
    if (bench.selects(MANY_CLIENTS.toArray(String[]::new))) {
      print("one node, in this JVM");
      Bench oneNode = bench(rows.and(MANY_CLIENTS::contains));
      run(RowGroup.acrossNodes(), oneNode, null);
      print("");
      print(BESIDE.formatted("", "one node", nodes + " node(s)", "ratio"));
      for (Measurement here : oneNode.measurements()) {
        Measurement there = bench.measurement(here.name()).orElseThrow();
        print(
            BESIDE.formatted(
                here.name(),
                Report.number(here.median()),
                Report.number(there.median()),
                Report.number(there.ratioTo(here))));
      }
    }
  }

  private static void run(List<RowGroup> groups, Bench bench, @Nullable Path file) {
    for (RowGroup group : groups) {
      group.run(bench);
      if (file != null) {
        // A later group's failure must not take along what there is.
        write(file, Report.json(bench.measurements()));
      }
    }
  }

  private Predicate<String> rows() {
    Predicate<String> chosen = bars ? Bars.rows()::contains : name -> true;
    if (filter == null) {
      return chosen;
    }
    try {
      return chosen.and(Pattern.compile(filter).asPredicate());
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "--filter: '%s' is no regular expression: %s".formatted(filter, e.getDescription()));
    }
  }

  /** Fails before the measurement, not after it, if the file cannot be written. */
  private static Path writable(Path file) {
    write(file, "[]\n");
    return file;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandFailedException(
          "cannot write '%s' (%s): name another file with --json".formatted(file, e), e);
    }
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
