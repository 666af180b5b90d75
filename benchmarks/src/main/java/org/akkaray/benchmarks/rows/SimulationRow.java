package org.akkaray.benchmarks.rows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.cli.RayCommand;

/**
 * The steps per second of simulation tasks on 2 CPUs, as a part of those of 2 bare threads: runs
 * {@code ray run simulation --overhead --workers 2} and reads its table.
 */
final class SimulationRow implements RowGroup {
  static final String NAME = "simulation tasks to bare threads";
  private static final String COLUMN = "tasks_to_threads";

  @Override
  public void run(Bench bench) {
    if (bench.selects(NAME)) {
      bench.record(new Measurement(NAME, "ratio", ratios(bench.timing().rounds())));
    }
  }

  private static List<Double> ratios(int trials) {
    try {
      Path folder = Files.createTempDirectory("ray-simulation");
      try {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        int exitCode =
            RayCommand.execute(
                writer,
                writer,
                "run",
                "simulation",
                "--overhead",
                "--quiet",
                "--workers",
                "2",
                "--trials",
                String.valueOf(trials),
                "--out",
                folder.toString());
        if (exitCode != 0) {
          throw new IllegalStateException(
              "ray run simulation --overhead ended with " + exitCode + ": " + printed);
        }
        return column(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Double> column(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path table = files.filter(file -> file.endsWith("progress.csv")).findFirst().orElseThrow();
      List<String> lines = Files.readAllLines(table);
      int index = Arrays.asList(lines.getFirst().split(",")).indexOf(COLUMN);
      return lines.stream().skip(1).map(line -> Double.valueOf(line.split(",")[index])).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
