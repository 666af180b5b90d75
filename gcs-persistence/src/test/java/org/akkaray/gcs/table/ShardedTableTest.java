package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.Subscription;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables on H2; {@code PostgresTableTest} runs the same on PostgreSQL. */
class ShardedTableTest {
  @TempDir Path folder;
  private TestStore store;

  DatabaseSettings database() {
    return DatabaseSettings.h2(folder.resolve("store"), 4);
  }

  @BeforeEach
  void open() {
    store = TestStore.open(database());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    store.close();
    store = TestStore.open(database());
  }

  @Test
  void whatWasPutIsThereAfterARestart() {
    TaskRecord task = Records.task(1);
    await(store.tables().tasks().put(task));
    assertThat(await(store.tables().tasks().get(task.id())))
        .map(TaskRecord::fields)
        .contains(task.fields());
    restart();
    assertThat(await(store.tables().tasks().get(task.id())))
        .map(TaskRecord::fields)
        .contains(task.fields());
    assertThat(await(store.tables().tasks().get(Records.id(2)))).isEmpty();
  }

  @Test
  void manyRecordsSurviveSnapshotsAndARestart() {
    List<TaskRecord> tasks = LongStream.range(0, 20_000).mapToObj(Records::task).toList();
    for (int from = 0; from < tasks.size(); from += 100) {
      await(store.tables().tasks().putAll(tasks.subList(from, from + 100)));
    }
    restart();
    Map<TaskId, TaskRecord> found =
        await(store.tables().tasks().getAll(tasks.stream().map(TaskRecord::id).toList()));
    assertThat(found).hasSize(tasks.size());
    assertThat(await(store.tables().tasks().scan(TableQuery.first(100_000)))).hasSize(tasks.size());
  }

  @Test
  void aSecondPutIfAbsentGetsTheFirstOnesRecord() {
    Table<String, FunctionRecord> functions = store.tables().functions();
    assertThat(await(functions.putIfAbsent(function("a", "first")))).isEmpty();
    assertThat(await(functions.putIfAbsent(function("a", "second"))))
        .map(FunctionRecord::name)
        .contains("first");
  }

  @Test
  void ofConcurrentPutsIfAbsentOneWins() {
    Table<String, FunctionRecord> functions = store.tables().functions();
    List<CompletionStage<Optional<FunctionRecord>>> all =
        IntStream.range(0, 50)
            .mapToObj(i -> functions.putIfAbsent(function("b", "n" + i)))
            .toList();
    assertThat(all.stream().map(TestStore::await).filter(Optional::isEmpty)).hasSize(1);
  }

  @Test
  void concurrentUpdatesAllCount() {
    Table<String, FunctionRecord> functions = store.tables().functions();
    await(functions.put(function("c", "")));
    List<CompletionStage<Optional<FunctionRecord>>> all =
        IntStream.range(0, 20)
            .mapToObj(i ->
                functions.update(
                    "c",
                    known ->
                        known.name().contains("<" + i + ">")
                            ? known
                            : function("c", known.name() + "<" + i + ">")))
            .toList();
    all.forEach(TestStore::await);
    String name = await(functions.get("c")).orElseThrow().name();
    IntStream.range(0, 20).forEach(i -> assertThat(name).containsOnlyOnce("<" + i + ">"));
    assertThat(await(functions.update("unknown", known -> known))).isEmpty();
  }

  @Test
  void aRandomHistoryEqualsThatOfAMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> model = new HashMap<>();
    Table<String, FunctionRecord> functions = store.tables().functions();
    for (int round = 0; round < 1500; round++) {
      String key = "k" + random.nextInt(60);
      String value = "v" + round;
      switch (random.nextInt(5)) {
        case 0 -> {
          await(functions.deleteAll(List.of(key)));
          model.remove(key);
        }
        case 1 -> {
          await(functions.putIfAbsent(function(key, value)));
          model.putIfAbsent(key, value);
        }
        case 2 -> {
          boolean isOld = model.containsKey(key) && model.get(key).hashCode() % 2 == 0;
          assertThat(await(functions.deleteIf(key, known -> known.name().hashCode() % 2 == 0)))
              .as("seed %d", seed)
              .isEqualTo(isOld);
          if (isOld) {
            model.remove(key);
          }
        }
        default -> {
          await(functions.put(function(key, value)));
          model.put(key, value);
        }
      }
      if (round % 500 == 499) {
        restart();
        functions = store.tables().functions();
      }
      assertThat(await(functions.get(key)).map(FunctionRecord::name))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(Optional.ofNullable(model.get(key)));
    }
    Map<String, String> all = new HashMap<>();
    await(functions.scan(TableQuery.first(1000))).forEach(row -> all.put(row.hash(), row.name()));
    assertThat(all).as("seed %d", seed).isEqualTo(model);
  }

  @Test
  void aScanTakesWhatTheConditionsSelect() {
    Table<TaskId, TaskRecord> tasks = store.tables().tasks();
    await(
        tasks.putAll(
            LongStream.range(0, 300)
                .mapToObj(i ->
                    Records.task(
                        Records.id(i),
                        i % 3 == 0 ? TaskRecord.State.FAILED : TaskRecord.State.FINISHED))
                .toList()));
    assertThat(await(tasks.scan(TableQuery.first(1000).where("state", "failed")))).hasSize(100);
    assertThat(await(tasks.scan(TableQuery.first(7).where("state", "failed"))))
        .hasSize(7)
        .allMatch(task -> task.state() == TaskRecord.State.FAILED);
    assertThat(await(tasks.scan(TableQuery.first(9).where("state", "none such")))).isEmpty();
  }

  @Test
  void aListenerHearsOfARecordThatAppearsAndGoes() {
    List<String> heard = new CopyOnWriteArrayList<>();
    Table<String, FunctionRecord> functions = store.tables().functions();
    try (Subscription subscription =
        functions.subscribe(
            "d", (key, row) -> heard.add(row.map(FunctionRecord::name).orElse("gone")))) {
      await(functions.put(function("other", "x")));
      await(functions.put(function("d", "one")));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("one"));
      await(functions.deleteAll(List.of("d")));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("gone"));
    }
    assertThat(heard).containsExactly("one", "gone");
  }

  @Test
  void aListenerHearsOfWhatWasThereBefore() {
    List<String> heard = new CopyOnWriteArrayList<>();
    Table<String, FunctionRecord> functions = store.tables().functions();
    await(functions.put(function("e", "there")));
    try (Subscription subscription =
        functions.subscribe("e", (key, row) -> heard.add(row.orElseThrow().name()))) {
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("there"));
    }
  }

  @Test
  void aRowThatFitsNoMessageIsRefused() {
    FunctionRecord large = new FunctionRecord("f", "large", 300_000, new byte[300_000]);
    assertThatThrownBy(() -> store.tables().functions().put(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200000 bytes");
  }

  @Test
  void rowsOfNearlyTheLimitAreReadBack() {
    Table<String, FunctionRecord> functions = store.tables().functions();
    List<FunctionRecord> chunks =
        IntStream.range(0, 10)
            .mapToObj(i -> new FunctionRecord("chunk" + i, "jar", 190_000, new byte[190_000]))
            .toList();
    await(functions.putAll(chunks));
    assertThat(await(functions.getAll(chunks.stream().map(FunctionRecord::hash).toList())))
        .hasSize(10)
        .allSatisfy((hash, row) -> assertThat(row.code()).hasSize(190_000));
    assertThat(await(functions.scan(TableQuery.first(100)))).hasSize(10);
  }

  private static FunctionRecord function(String hash, String name) {
    return new FunctionRecord(hash, name, name.length(), new byte[0]);
  }
}
