package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.gcs.cli.GetCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Mode sync: a driver is killed while its tasks run. */
class SyncLineageTest {
  private static final int TASKS = 40;

  @TempDir Path folder;

  /** The driver: a node that is alone, with a control store. */
  static final class Driver {
    private Driver() {}

    static int runs(int n) throws InterruptedException {
      System.out.println("runs " + Ray.getRuntimeContext().getCurrentTaskId());
      Thread.sleep(n);
      return n;
    }

    public static void main(String[] arguments) {
      Ray.init(RayConfig.builder().setCpus(2).build());
      for (int i = 0; i < 1_000_000; i++) {
        Ray.task(Driver::runs, 3).remote();
      }
    }
  }

  @Test
  void whatHasBegunToRunIsInTheTaskTableAfterAKill() throws Exception {
    List<String> running = new ArrayList<>();
    Process driver = start();
    try (BufferedReader output = driver.inputReader()) {
      while (running.size() < TASKS) {
        String line = output.readLine();
        assertThat(line).as("the driver's output after %s", running).isNotNull();
        if (line.startsWith("runs ")) {
          running.add(line.substring("runs ".length()));
        }
      }
      driver.destroyForcibly();
    } finally {
      driver.destroyForcibly();
      assertThat(driver.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    for (String task : running) {
      assertThat(get(task)).contains("Driver.runs").containsPattern("spec +[1-9][0-9]* bytes");
    }
  }

  private Process start() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dray.gcs.folder=" + folder,
            "-Dray.gcs.lineage.mode=sync",
            "-cp",
            System.getProperty("java.class.path"),
            Driver.class.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private String get(String task) {
    StringWriter out = new StringWriter();
    new CommandLine(new GetCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute("task", task, "--store", folder.toString());
    return out.toString();
  }
}
