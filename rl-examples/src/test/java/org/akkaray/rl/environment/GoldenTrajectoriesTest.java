package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gymnasium 1.4.0's own trajectories, one step at a time; skipped where the folder is absent. */
class GoldenTrajectoriesTest {

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, 1e-12",
    "Acrobot-v1, 1e-12",
    "MountainCar-v0, 1e-12",
    "Pendulum-v1, 1e-7",
    "MountainCarContinuous-v0, 1e-7"
  })
  void everyStepEqualsGymnasiums(String id, double tolerance) throws IOException {
    ClassicControl environment = (ClassicControl) Environments.make(id);
    Table table = Table.read(id);
    Step step = environment.newStep();
    for (double[] row : table.rows()) {
      String where = id + " " + Arrays.toString(row);
      environment.continueFrom(table.values(row, "s"));
      environment.step(new float[] {(float) table.value(row, "a")}, step);
      assertClose(environment.state(), table.values(row, "ns"), tolerance, where);
      assertThat(step.reward())
          .as("reward %s", where)
          .isCloseTo(table.value(row, "r"), within(tolerance));
      assertThat(step.terminated())
          .as("terminated %s", where)
          .isEqualTo(table.value(row, "term") == 1);
      // Observations are float32: equal but for the last bit, which sine and cosine may flip.
      double[] observation = table.values(row, "o");
      for (int i = 0; i < observation.length; i++) {
        assertThat(step.observation()[i])
            .as("o%d %s", i, where)
            .isCloseTo((float) observation[i], within((float) Math.max(tolerance, 1e-6)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "Acrobot-v1",
        "MountainCar-v0",
        "Pendulum-v1",
        "MountainCarContinuous-v0"
      })
  void seededResetsEqualGymnasiumsBitForBit(String id) throws IOException {
    ClassicControl environment = (ClassicControl) Environments.make(id);
    Table table = Table.read(id);
    int compared = 0;
    for (double[] row : table.rows()) {
      if (table.value(row, "t") == 0) {
        environment.reset((long) table.value(row, "seed"));
        assertThat(environment.state()).isEqualTo(table.values(row, "s"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"CartPole-v1, 1e-9", "MountainCar-v0, 1e-9", "Pendulum-v1, 1e-5"})
  void wholeEpisodesStayTogetherWithGymnasiums(String id, double tolerance) throws IOException {
    ClassicControl environment = (ClassicControl) Environments.make(id);
    Table table = Table.read(id);
    Step step = environment.newStep();
    for (double[] row : table.rows()) {
      if (table.value(row, "t") == 0) {
        environment.reset((long) table.value(row, "seed"), step);
      }
      environment.step(new float[] {(float) table.value(row, "a")}, step);
      String where = id + " " + Arrays.toString(row);
      assertClose(environment.state(), table.values(row, "ns"), tolerance, where);
      assertThat(step.terminated()).as(where).isEqualTo(table.value(row, "term") == 1);
    }
  }

  private static void assertClose(
      double[] actual, double[] expected, double tolerance, String where) {
    assertThat(actual).as(where).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("state %d %s", i, where).isCloseTo(expected[i], within(tolerance));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  private static org.assertj.core.data.Offset<Float> within(float tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  /** One file of the folder. Column names end in an index where a column is one of several. */
  private record Table(List<String> header, List<double[]> rows) {

    static Table read(String id) throws IOException {
      Path file = folder().resolve(id + ".csv");
      assumeTrue(Files.exists(file), () -> file + " is not there");
      List<String> lines = Files.readAllLines(file);
      List<double[]> rows =
          lines.stream()
              .skip(1)
              .map(
                  line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
              .toList();
      return new Table(List.of(lines.getFirst().split(",")), rows);
    }

    double value(double[] row, String column) {
      return row[header.indexOf(column)];
    }

    double[] values(double[] row, String prefix) {
      int first = header.indexOf(prefix + 0);
      int count = 0;
      while (header.contains(prefix + count)) {
        count++;
      }
      return Arrays.copyOfRange(row, first, first + count);
    }

    /** {@code ../shared/golden} beside the repository, or the system property golden.dir. */
    private static Path folder() {
      String configured = System.getProperty("golden.dir");
      if (configured != null) {
        return Path.of(configured);
      }
      Path directory = Path.of("").toAbsolutePath();
      while (directory != null && !Files.exists(directory.resolve(".git"))) {
        directory = directory.getParent();
      }
      return directory == null
          ? Path.of("golden")
          : directory.resolveSibling("shared").resolve("golden");
    }
  }
}
