package org.akkaray.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code ray} prints and with which code it ends; two test commands stand for modules'. */
class RayCommandTest {

  /** A workload as a module would contribute it. */
  @Command(name = "greet", description = "Greet somebody.")
  public static final class Greet implements Workload {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", description = "Whom to greet (default: ${DEFAULT-VALUE}).")
    private String name = "world";

    @Option(names = "--times", description = "How often (default: ${DEFAULT-VALUE}).")
    private int times = 1;

    @Override
    public Integer call() {
      if (times < 1) {
        throw new UsageException("--times must be at least 1, not " + times);
      }
      spec.commandLine().getOut().println("hello " + name);
      return 0;
    }
  }

  /** A command as a module would contribute it; it fails in the way it is told. */
  @Command(name = "breaks", description = "Fail.")
  public static final class Breaks implements RaySubcommand {
    @Option(names = "--bug", description = "Fail unexpectedly.")
    private boolean bug;

    @Override
    public Integer call() {
      if (bug) {
        throw new IllegalStateException("this is a bug");
      }
      throw new CommandFailedException("port 6379 is in use: choose another with --port");
    }
  }

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int ray(String... args) {
    return RayCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void versionNamesTheVersionOfTheBuildAndOfTheJvm() {
    assertThat(ray("version")).isZero();
    assertThat(out.toString())
        .matches("akka-ray \\d+\\.\\d+\\.\\d+\\S* \\(Java 25\\S*, .+\\)\\R")
        .doesNotContain("${");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help"})
  void withoutACommandTheHelpListsAllCommands(String arguments) {
    assertThat(ray(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isZero();
    assertThat(out.toString())
        .contains("Usage: ray", "COMMAND")
        .containsPattern("(?m)^ +run +Run a workload")
        .containsPattern("(?m)^ +breaks +Fail")
        .containsPattern("(?m)^ +version ")
        .containsPattern("(?m)^ +help ");
  }

  @Test
  void helpOfRunListsTheWorkloads() {
    assertThat(ray("help", "run")).isZero();
    assertThat(out.toString()).contains("Usage: ray run").containsPattern("greet +Greet somebody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help run greet", "run greet --help", "run greet -h"})
  void helpOfAWorkloadListsItsOptions(String arguments) {
    assertThat(ray(arguments.split(" "))).isZero();
    assertThat(out.toString())
        .contains("Usage: ray run greet", "--name", "Whom to greet (default: world)")
        .doesNotContain("hello");
  }

  @Test
  void aWorkloadRunsWithItsOptions() {
    assertThat(ray("run", "greet", "--name", "Ada")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("hello Ada");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frob              | ray: unknown command 'frob', there is: run, start, up, status, stop, submit, job, breaks, version, help (see 'ray help')",
        "run frob          | ray run: unknown workload 'frob', there is: greet (see 'ray help run')",
        "run               | ray run: name the workload to run: greet (see 'ray help run')",
        "help frob         | ray: unknown command 'frob', there is: run, start, up, status, stop, submit, job, breaks, version, help (see 'ray help')",
        "--frob            | ray: unknown option '--frob' (see 'ray help')",
        "run greet --nam x | ray run greet: unknown option '--nam', did you mean --name? (see 'ray help run greet')",
        "run greet extra   | ray run greet: unexpected argument 'extra' (see 'ray help run greet')",
        "run greet --times many | ray run greet: Invalid value for option '--times': 'many' is not an int (see 'ray help run greet')",
        "run greet --times 0 | ray run greet: --times must be at least 1, not 0 (see 'ray help run greet')",
        "version --verbose | ray version: unknown option '--verbose' (see 'ray help version')",
      })
  void aWrongCallIsAnsweredByOneSentenceAndExitCode2(String arguments, String sentence) {
    assertThat(ray(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isEqualToIgnoringNewLines(sentence);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anExpectedFailureIsOneSentenceAndExitCode1() {
    assertThat(ray("breaks")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("ray breaks: port 6379 is in use: choose another with --port");
  }

  @Test
  void anUnexpectedFailureKeepsItsStackTraceAndEndsWithASentence() {
    assertThat(ray("breaks", "--bug")).isEqualTo(1);
    assertThat(err.toString()).contains("at org.akkaray.cli.RayCommandTest");
    assertThat(err.toString().lines().toList().getLast())
        .isEqualTo("ray breaks: failed with java.lang.IllegalStateException: this is a bug");
  }
}
