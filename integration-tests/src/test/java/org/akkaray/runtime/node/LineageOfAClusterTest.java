package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.xml.parsers.DocumentBuilderFactory;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.gcs.cli.GetCommand;
import org.akkaray.gcs.cli.GraphCommand;
import org.akkaray.gcs.cli.TimelineCommand;
import org.akkaray.rl.es.EsSettings;
import org.akkaray.rl.es.EvolutionStrategies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** What people see of calls that ran on a cluster of two nodes, its control store in a file. */
class LineageOfAClusterTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final CountDownLatch GATE = new CountDownLatch(1);

  @TempDir static Path folder;
  private static NodesInOneJvm nodes;

  @BeforeAll
  static void start() {
    System.setProperty("ray.gcs.folder", folder.resolve("store").toString());
    nodes = new NodesInOneJvm(true, 64 << 20, "one", "two");
  }

  @AfterAll
  static void stop() {
    GATE.countDown();
    nodes.close();
    System.clearProperty("ray.gcs.folder");
  }

  static final class Counter {
    private int value;

    int add(int n) {
      return value += n;
    }
  }

  static int load(int n) {
    return n;
  }

  static int train(int a, int b) {
    return Ray.get(Ray.task(LineageOfAClusterTest::load, a + b).setName("inner").remote());
  }

  static int behindTheGate(int n) throws InterruptedException {
    GATE.await();
    return n;
  }

  private static String run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true));
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--store";
    all[arguments.length + 1] = folder.resolve("store").toString();
    return line.execute(all) + "\n" + out;
  }

  @Test
  void getSaysWhereATaskWaitsAndWhy() throws Exception {
    List<ObjectRef<Integer>> calls =
        nodes.inDriver(() -> {
          ObjectRef<Integer> first =
              Ray.task(LineageOfAClusterTest::behindTheGate, 7)
                  .setName("first")
                  .setResource("one", 1.0)
                  .remote();
          return List.of(first, Ray.task(LineageOfAClusterTest::train, first, 2).remote());
        });
    String waiting = calls.get(1).getId().getTaskId().toString();
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(run(new GetCommand(), "task", waiting))
              .contains("waiting_for_arguments", "(first, running)", "driver of job");
          assertThat(run(new GetCommand(), "task", calls.get(0).getId().toString()))
              .contains("running", NodesInOneJvm.id(nodes.node(0)).toString());
        });
    GATE.countDown();
    assertThat(calls.get(1).get()).isEqualTo(9);
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(run(new GetCommand(), "task", waiting))
                .contains("finished", "(first, finished)", "inner ("));
  }

  @Test
  void graphDrawsDataControlAndStatefulEdgesOfARealRun() throws Exception {
    ObjectRef<Integer> last =
        nodes.inDriver(() -> {
          ActorHandle<Counter> counter = Ray.actor(Counter::new).setResource("two", 1.0).remote();
          ObjectRef<Integer> sum = counter.task(Counter::add, 1).remote();
          for (int i = 0; i < 3; i++) {
            sum = counter.task(Counter::add, sum).remote();
          }
          return Ray.task(LineageOfAClusterTest::train, sum, sum).setName("train").remote();
        });
    assertThat(last.get()).isEqualTo(16);
    Path file = folder.resolve("graph.svg");
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(run(new GraphCommand(), last.getId().toString(), "-o", file.toString()))
                .contains("5 tasks"));
    Document drawing =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(drawing.getElementsByTagName("g").getLength()).isEqualTo(5);
    assertThat(Files.readString(file)).contains("class=\"data\"", "class=\"stateful\"");
  }

  @Test
  void timelineOfAnEsRunIsAValidTrace() throws Exception {
    nodes.inDriver(() -> {
      try (EvolutionStrategies run =
          new EvolutionStrategies(EsSettings.defaults("CartPole-v1", 1), 3, (p, d, t) -> {})) {
        run.iterate();
        run.iterate();
      }
      return null;
    });
    Path file = folder.resolve("trace.json");
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(run(new TimelineCommand(), "-o", file.toString())).contains("spans in");
          assertThat(Files.readString(file)).contains("EsWorker.playPairs");
        });
    check(ConfigFactory.parseString(Files.readString(file)).getConfigList("traceEvents"));
  }

  /** The rules of the Chrome Trace Event Format, as Perfetto reads it. */
  private static void check(List<? extends Config> events) {
    Map<Long, String> open = new HashMap<>();
    Set<Integer> named = new HashSet<>();
    Set<Integer> processes = new HashSet<>();
    for (Config event : events) {
      assertThat(event.getString("name")).isNotBlank();
      processes.add(event.getInt("pid"));
      switch (event.getString("ph")) {
        case "M" -> {
          assertThat(event.getString("args.name")).startsWith("node ");
          named.add(event.getInt("pid"));
        }
        case "X" -> {
          assertThat(event.getLong("ts")).isPositive();
          assertThat(event.getLong("dur")).isNotNegative();
          assertThat(event.getInt("tid")).isPositive();
        }
        case "s" -> open.put(event.getLong("id"), event.getString("cat"));
        case "f" -> assertThat(open.remove(event.getLong("id"))).isEqualTo(event.getString("cat"));
        default -> throw new AssertionError("unknown phase in " + event);
      }
    }
    assertThat(open).isEmpty();
    assertThat(named).isEqualTo(processes).hasSizeGreaterThanOrEqualTo(2);
    assertThat(events)
        .filteredOn(event -> event.getString("ph").equals("s"))
        .extracting(event -> event.getString("cat"))
        .contains("stateful");
  }
}
