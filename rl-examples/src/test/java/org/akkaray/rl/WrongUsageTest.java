package org.akkaray.rl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.akkaray.cli.RayCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments are answered before anything starts. */
class WrongUsageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          es --env CartPole-v9         | --env: no environment 'CartPole-v9'; there are Acrobot-v1,
          simulation --env Pong        | --env: no environment 'Pong'; there are Acrobot-v1,
          es --workers 0               | '--workers': must be a whole number from 1, not '0'
          simulation --workers two     | '--workers': must be a whole number from 1, not 'two'
          es --seed -4                 | '--seed': must be a whole number from 0, not '-4'
          es --max-iterations 0        | '--max-iterations': must be a whole number from 1
          es --pairs 0                 | --pairs: must be at least 1, not 0
          es --noise 0                 | --noise: must be above 0, not 0.0
          es --step-size NaN           | --step-size: must be above 0, not NaN
          es --weight-decay 1          | --weight-decay: must be in [0, 1), not 1.0
          es --hidden 8,0              | --hidden: must be at least 1, not 0
          es --quiet --json            | --quiet and --json exclude each other
          es --stop-reward high        | '--stop-reward': 'high' is not a double
          es --speed 3                 | unknown option '--speed'
          simulation --step-micros -1  | --step-micros: must be from 0 to 1000000, not -1.0
          simulation --trials 1.5      | '--trials': must be a whole number from 1, not '1.5'
          simulation --sleep --overhead| --sleep and --overhead exclude each other
          """)
  void wrongArgumentsGetOneSentenceAndExitCode2(String arguments, String sentence) {
    StringWriter err = new StringWriter();
    int code =
        RayCommand.execute(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            ("run " + arguments).split(" "));
    assertThat(err.toString()).contains(sentence).hasLineCount(1);
    assertThat(code).isEqualTo(2);
    assertThat(Files.exists(Path.of("results"))).isFalse();
  }

  @Test
  void aFolderThatCannotBeMadeIsOneSentenceAndExitCode1(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    StringWriter err = new StringWriter();
    int code =
        RayCommand.execute(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "run",
            "es",
            "--out",
            file.toString());
    assertThat(err.toString())
        .contains("cannot make a folder in '" + file + "'", "name another with --out")
        .hasLineCount(1);
    assertThat(code).isEqualTo(1);
  }

  @Test
  void theWorkloadsAreListedByHelp() {
    StringWriter out = new StringWriter();
    int code = RayCommand.execute(new PrintWriter(out), new PrintWriter(out), "help", "run");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("simulation", "es", "Evolution Strategies");
  }
}
