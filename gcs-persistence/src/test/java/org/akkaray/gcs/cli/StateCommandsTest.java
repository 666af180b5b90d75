package org.akkaray.gcs.cli;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.table.Records;
import org.akkaray.gcs.table.TestStore;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.TaskRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The commands beside a running cluster: they share its file. */
class StateCommandsTest {
  private static final ActorId ACTOR = ActorId.of(5, 5);
  private static final UniqueId NODE = UniqueId.of(7, 7);

  @TempDir Path folder;
  private TestStore store;

  @BeforeEach
  void fill() {
    store = TestStore.open(DatabaseSettings.h2(folder.resolve("store"), 16));
    List<TaskRecord> tasks = new ArrayList<>();
    tasks.add(task(1, Records.DRIVER, "load", List.of(), TaskRecord.State.FINISHED, 0, 900));
    tasks.add(task(2, Records.id(1), "train", List.of(1L), TaskRecord.State.RUNNING, 1000, 0));
    tasks.add(
        task(
            3,
            Records.DRIVER,
            "evaluate",
            List.of(1L, 2L),
            TaskRecord.State.WAITING_FOR_ARGUMENTS,
            0,
            0));
    tasks.add(method(4, null));
    tasks.add(method(5, Records.id(4)));
    await(store.tables().tasks().putAll(tasks));
    await(
        store
            .tables()
            .events()
            .put(
                new EventRecord(
                    UniqueId.randomId(),
                    "transfer",
                    "pull of 10 MB",
                    NODE,
                    Map.of("bytes", "10"),
                    1_000_200,
                    1_000_700)));
    store
        .store()
        .putNode(new NodeRecord(NODE, "alpha", "127.0.0.1", 1, true, Map.of("CPU", 2.0), Map.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static TaskRecord task(
      long index,
      TaskId parent,
      String name,
      List<Long> takes,
      TaskRecord.State state,
      long start,
      long end) {
    return record(index, parent, name, takes, state, start, end, null, null);
  }

  private static TaskRecord method(long index, TaskId previous) {
    return record(
        index,
        Records.DRIVER,
        "Counter.add",
        List.of(),
        TaskRecord.State.FINISHED,
        index * 100,
        index * 100 + 50,
        ACTOR,
        previous);
  }

  private static TaskRecord record(
      long index,
      TaskId parent,
      String name,
      List<Long> takes,
      TaskRecord.State state,
      long start,
      long end,
      ActorId actor,
      TaskId previous) {
    return new TaskRecord(
        Records.id(index),
        parent,
        actor == null ? TaskRecord.Kind.TASK : TaskRecord.Kind.ACTOR_METHOD,
        name,
        "org.example." + name,
        takes.stream().map(each -> ObjectId.forReturn(Records.id(each), 0)).toList(),
        actor,
        previous,
        new byte[3],
        0,
        NODE,
        state,
        state == TaskRecord.State.WAITING_FOR_ARGUMENTS ? "waits for train" : "",
        1_000_000,
        start == 0 && end == 0 ? 0 : 1_000_000 + start,
        end == 0 ? 0 : 1_000_000 + end);
  }

  private String run(RaySubcommand command, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", folder.resolve("store").toString()));
    line.parseArgs(all.toArray(String[]::new));
    try {
      assertThat(command.call()).isZero();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return out.toString();
  }

  @Test
  void theCommandsAreFoundAsServices() {
    assertThat(ServiceLoader.load(RaySubcommand.class))
        .extracting(command -> new CommandLine(command).getCommandName())
        .contains("list", "summary", "get", "timeline", "graph");
  }

  @Test
  void listShowsTheTasksThatAFilterSelects() {
    assertThat(run(new ListCommand(), "tasks")).contains("load", "train", "evaluate", "5 rows");
    assertThat(run(new ListCommand(), "tasks", "--filter", "state=running"))
        .contains("train", "1 row")
        .doesNotContain("load");
    assertThat(run(new ListCommand(), "tasks", "--filter", "state!=finished"))
        .contains("train", "evaluate", "waits for train", "2 rows");
    assertThat(run(new ListCommand(), "tasks", "--limit", "2")).contains("2 rows");
    assertThat(run(new ListCommand(), "nodes")).contains("alpha", "alive", "CPU=2.0");
    assertThat(run(new ListCommand(), "jobs")).contains("no rows");
  }

  @Test
  void listPrintsJson() {
    Config rows =
        ConfigFactory.parseString(
            "rows = " + run(new ListCommand(), "tasks", "--format", "json", "-f", "name=train"));
    assertThat(rows.getConfigList("rows")).hasSize(1);
    assertThat(rows.getConfigList("rows").getFirst().getString("id"))
        .isEqualTo(Records.id(2).toString());
  }

  @Test
  void aWrongFilterIsExplained() {
    assertThatThrownBy(() -> run(new ListCommand(), "tasks", "--filter", "state"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("FIELD=VALUE");
    assertThatThrownBy(() -> run(new ListCommand(), "tasks", "--filter", "colour!=red"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no field colour, only id, name");
  }

  @Test
  void aFolderWithoutAStoreIsExplained() {
    ListCommand command = new ListCommand();
    new CommandLine(command).parseArgs("tasks", "--store", folder.resolve("none").toString());
    assertThatThrownBy(command::call)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("There is no control store in");
  }

  @Test
  void summaryCountsByNameAndState() {
    assertThat(run(new SummaryCommand(), "tasks").lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("Counter.add 2 0 0 0 2 0 0 0.050"));
  }

  @Test
  void getShowsWhatATaskWaitsForAndWhoCalledIt() {
    assertThat(run(new GetCommand(), "task", Records.id(3).toString()))
        .contains("evaluate", "waiting_for_arguments", "waits for train", "(train, running)");
    assertThat(run(new GetCommand(), "task", Records.id(2).toString()))
        .contains("load (" + Records.id(1) + ") < driver of job");
    assertThat(run(new GetCommand(), "task", ObjectId.forReturn(Records.id(1), 0).toString()))
        .contains("train (" + Records.id(2) + ", running)");
    assertThatThrownBy(() -> run(new GetCommand(), "task", Records.id(99).toString()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("has no task " + Records.id(99));
    assertThatThrownBy(() -> run(new GetCommand(), "task", "xyz"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void timelineWritesTheTraceEventFormat() throws Exception {
    Path file = folder.resolve("trace.json");
    run(new TimelineCommand(), "-o", file.toString());
    Config trace = ConfigFactory.parseString(Files.readString(file));
    List<? extends Config> events = trace.getConfigList("traceEvents");
    List<? extends Config> spans =
        events.stream().filter(event -> event.getString("ph").equals("X")).toList();
    assertThat(spans).hasSize(5); // four calls have begun, and a transfer
    assertThat(spans)
        .allSatisfy(span -> {
          assertThat(span.getLong("ts")).isBetween(1_000_000L, 1_001_000L);
          assertThat(span.getLong("dur")).isNotNegative();
          assertThat(span.getInt("pid")).isEqualTo(1);
          assertThat(span.getInt("tid")).isPositive();
        });
    assertThat(spans)
        .extracting(span -> span.getString("cat"))
        .contains("task", "actor_method", "transfer");
    assertThat(events)
        .filteredOn(event -> event.getString("ph").equals("M"))
        .extracting(event -> event.getString("args.name"))
        .containsExactly("node alpha");
    for (int i = 0; i < spans.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(overlap(spans.get(i), spans.get(j))).isFalse();
      }
    }
  }

  private static boolean overlap(Config one, Config other) {
    return one.getInt("tid") == other.getInt("tid")
        && one.getLong("ts") < other.getLong("ts") + other.getLong("dur")
        && other.getLong("ts") < one.getLong("ts") + one.getLong("dur");
  }

  @Test
  void graphDrawsTheThreeKindsOfEdgesDifferently() throws Exception {
    Path file = folder.resolve("graph.svg");
    assertThat(run(new GraphCommand(), Records.id(3).toString(), "-o", file.toString()))
        .contains("3 tasks, 4 edges");
    Document drawing =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(drawing.getElementsByTagName("g").getLength()).isEqualTo(3);
    assertThat(run(new GraphCommand(), Records.id(5).toString(), "-o", file.toString()))
        .contains("2 tasks, 1 edges");
    assertThat(Files.readString(file))
        .contains("class=\"stateful\"", "Counter.add", "stroke-dasharray");
  }
}
