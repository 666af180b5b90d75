package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.cli.GetCommand;
import org.akkaray.gcs.cli.ListCommand;
import org.akkaray.gcs.cli.SummaryCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ray list}, {@code summary} and {@code get} beside a cluster that works. */
@EnabledIfSystemProperty(named = "akkaray.test.restart", matches = "true")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StateCommandsOnAClusterTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  public static class Greeter {
    public String greet(String name) {
      return "hello " + name;
    }
  }

  static int holdWhile(String file) throws InterruptedException {
    while (Files.exists(Path.of(file))) {
      Thread.sleep(20);
    }
    return 1;
  }

  static int plusOne(int n) {
    return n + 1;
  }

  @Test
  void aRunningClusterShowsWhatItKnows() throws Exception {
    Path gate = Files.createFile(folder.resolve("gate"));
    try (LocalCluster cluster =
        LocalCluster.builder()
            .setNodes(1)
            .set("ray.gcs.folder", folder.resolve("store").toString())
            .start()) {
      RaySession driver = cluster.connect(config -> config.setNamespace("shown"));
      driver.call(() -> {
        ActorHandle<Greeter> greeter = Ray.actor(Greeter::new).setName("greeter").remote();
        assertThat(greeter.task(Greeter::greet, "you").remote().get(SOON)).isEqualTo("hello you");
        ObjectRef<Integer> held =
            Ray.task(StateCommandsOnAClusterTest::holdWhile, gate.toString())
                .setName("held")
                .remote();
        ObjectRef<Integer> next =
            Ray.task(StateCommandsOnAClusterTest::plusOne, held).setName("next").remote();
        sees(cluster, "held", "list", "tasks", "--filter", "state=running");
        sees(cluster, "next", "list", "tasks", "--filter", "state=waiting_for_arguments");
        sees(cluster, "Greeter", "list", "actors", "-f", "state=alive", "-f", "name=greeter");
        sees(cluster, "node0", "list", "nodes", "--filter", "state=alive", "--limit", "1");
        sees(cluster, "shown", "list", "jobs", "--format", "json");
        sees(cluster, "part 0", "list", "functions", "--limit", "1000");
        sees(cluster, "held", "summary", "tasks");
        sees(cluster, "(held, running)", "get", "task", next.getId().toString());
        Files.delete(gate);
        assertThat(next.get(SOON)).isEqualTo(2);
        return null;
      });
      sees(cluster, "held", "list", "tasks", "--filter", "state=finished");
      mistakesAreExplained(cluster);
    }
  }

  private static void mistakesAreExplained(LocalCluster cluster) {
    assertThatThrownBy(() -> ray(cluster.address(), "list", "tasks", "--filter", "colour=red"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no field colour");
    assertThatThrownBy(() -> ray(cluster.address(), "get", "task", "xyz"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("must be a task's");
    assertThatThrownBy(() -> ray(cluster.address(), "get", "task", "00".repeat(16)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("has no task");
    assertThatThrownBy(() -> ray("127.0.0.1:1", "list", "tasks"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("No node can be reached at 127.0.0.1:1");
  }

  /** What happens is written some milliseconds later. */
  private static void sees(LocalCluster cluster, String text, String... command) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(ray(cluster.address(), command)).contains(text));
  }

  private static String ray(String address, String... words) throws Exception {
    RaySubcommand command =
        switch (words[0]) {
          case "list" -> new ListCommand();
          case "get" -> new GetCommand();
          default -> new SummaryCommand();
        };
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(printed));
    line.parseArgs(
        Stream.concat(Stream.of(words).skip(1), Stream.of("--address", address))
            .toArray(String[]::new));
    assertThat(command.call()).isZero();
    return printed.toString();
  }
}
