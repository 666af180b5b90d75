package org.akkaray.rl.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunReportTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("n", "n", "%d"), new Column("mean_s", "mean s", "%.2f"));

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void filesHoldEveryRowInFullAndTheParameters() throws IOException {
    Path directory;
    try (RunReport report = open()) {
      directory = report.directory();
      report.row(1, 0.123456789);
      report.row(2, null);
      assertThat(Files.readString(directory.resolve("progress.csv")))
          .as("on disk while the run goes on")
          .isEqualTo("n,mean_s\n1,0.123456789\n2,\n");
    }
    assertThat(Files.readString(directory.resolve("result.json")))
        .isEqualTo("{\"n\": 1, \"mean_s\": 0.123456789}\n{\"n\": 2, \"mean_s\": null}\n");
    assertThat(Files.readString(directory.resolve("params.json")))
        .contains("\"alpha\": 0.5", "\"java_version\"", "\"akka_ray_version\"");
    assertThat(directory.getParent()).isEqualTo(folder);
    assertThat(directory.getFileName().toString()).startsWith("test-CartPole-v1-seed1-");
  }

  @Test
  void withoutATerminalRowsArePlainLines() {
    try (RunReport report = open()) {
      report.progress("phase", 1, 2);
      report.row(1, 0.123456789);
      report.row(2, null);
      report.outcome("done", Map.of());
    }
    assertThat(printed())
        .isEqualTo("       n    mean s\n       1      0.12\n       2         -\ndone\n");
  }

  @Test
  void quietPrintsTheOutcomeAlone() {
    try (RunReport report = open("--quiet")) {
      report.note("begins");
      report.row(1, 2.0);
      report.outcome("done", Map.of());
    }
    assertThat(printed()).isEqualTo("done\n");
  }

  @Test
  void jsonPrintsAnObjectALine() {
    try (RunReport report = open("--json")) {
      report.note("begins");
      report.row(1, 2.0);
      report.outcome("done", Map.of("solved", true));
    }
    assertThat(printed()).isEqualTo("{\"n\": 1, \"mean_s\": 2.0}\n{\"solved\": true}\n");
  }

  @Test
  void runsOfTheSameSecondGetFoldersOfTheirOwn() {
    try (RunReport one = open();
        RunReport two = open();
        RunReport three = open()) {
      assertThat(List.of(one.directory(), two.directory(), three.directory()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    try (RunReport report = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> report.row(1))
          .withMessage("the table has 2 columns, not 1");
    }
  }

  @Test
  void aChartIsAPictureWithItsLinesInIt() throws IOException {
    LineChart chart = new LineChart("title", "steps", "return");
    LineChart.Line line = chart.line("mean");
    for (int i = 0; i < 10; i++) {
      line.add(i, i * i, i * i - 5, i * i + 5);
    }
    chart.level("solved", 50);
    Path file = folder.resolve("chart.png");
    chart.write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    int blue = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        blue += (image.getRGB(x, y) & 0xffffff) == 0x1f77b4 ? 1 : 0;
      }
    }
    assertThat(blue).isGreaterThan(200);
  }

  private RunReport open(String... arguments) {
    RunOptions options = new RunOptions();
    CommandLine line = new CommandLine(options(options));
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--out";
    all[arguments.length + 1] = folder.toString();
    line.parseArgs(all);
    return RunReport.open(
        options.forEnvironment("CartPole-v1"),
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        "test",
        "things",
        COLUMNS,
        Map.of("alpha", 0.5));
  }

  private static CommandLine.Model.CommandSpec options(RunOptions options) {
    return CommandLine.Model.CommandSpec.create()
        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
