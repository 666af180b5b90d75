package org.akkaray.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.akkaray.cli.RayCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicrobenchmarkCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int ray(String... args) {
    return RayCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void measuresTheRowsThatTheFilterSelectsAndWritesThemAsJson(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("rows.json");
    int exitCode =
        ray("microbenchmark", "--quick", "--filter", "client get calls", "--json", file.toString());
    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains("processors", "single client get calls");
    assertThat(Files.readString(file))
        .startsWith("[\n  {\"name\": \"single client get calls\", \"value\": ")
        .contains("\"unit\": \"1/s\"");
  }

  @Test
  void aFilterThatIsNoRegularExpressionIsWrongUsage() {
    assertThat(ray("microbenchmark", "--filter", "(")).isEqualTo(RayCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("--filter: '(' is no regular expression");
  }

  @Test
  void aFilterThatSelectsNothingIsWrongUsage() {
    assertThat(ray("microbenchmark", "--filter", "teleport")).isEqualTo(RayCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("no row has a match of 'teleport' in its name");
  }

  @Test
  void aFileThatCannotBeWrittenFailsBeforeAnythingIsMeasured(@TempDir Path folder) {
    Path missing = folder.resolve("missing").resolve("rows.json");
    assertThat(ray("microbenchmark", "--json", missing.toString())).isEqualTo(RayCommand.FAILED);
    assertThat(err.toString()).contains("cannot write").contains("--json");
    assertThat(out.toString()).isEmpty();
  }
}
