package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.StoreDatabase;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.JobRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.ObjectRecord;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals that were recorded when their form of the events was new are read for ever. When the
 * form changes, the next one is recorded as {@code journals/rows-2.csv} by {@link #main}, and this
 * test reads both.
 */
class RecordedJournalTest {
  private static final UniqueId NODE = UniqueId.of(11, 12);
  private static final ActorId ACTOR = ActorId.of(21, 22);

  @TempDir Path folder;

  @Test
  void aJournalOfTheFirstFormIsRead() throws Exception {
    DatabaseSettings database = DatabaseSettings.h2(folder.resolve("store"), 2);
    StoreDatabase.open(database).close();
    restore("/journals/rows-1.csv", database);
    try (TestStore store = TestStore.open(database)) {
      assertThat(await(store.tables().tasks().get(Records.id(1))))
          .map(TaskRecord::fields)
          .contains(Records.task(Records.id(1), TaskRecord.State.FINISHED).fields());
      assertThat(await(store.tables().tasks().get(Records.id(2)))).isEmpty();
      TaskRecord method = await(store.tables().tasks().get(Records.id(3))).orElseThrow();
      assertThat(method.fields()).isEqualTo(method().fields());
      assertThat(method.arguments()).isEqualTo(method().arguments());
      assertThat(method.previous()).isEqualTo(Records.id(1));
      assertThat(method.function()).isEqualTo("function");
      assertThat(method.spec()).containsExactly(1, 2, 3);
      assertThat(await(store.tables().objects().scan(TableQuery.first(10))))
          .containsExactly(object());
      assertThat(await(store.tables().functions().scan(TableQuery.first(10))))
          .singleElement()
          .satisfies(row -> assertThat(row.fields()).isEqualTo(function().fields()))
          .satisfies(row -> assertThat(row.code()).containsExactly(9, 8, 7));
      assertThat(await(store.tables().jobs().get(JobId.fromInt(3)))).contains(job());
      assertThat(await(store.tables().events().scan(TableQuery.first(10))))
          .containsExactly(event());
      assertThat(store.store().nodes()).containsExactly(node());
      assertThat(store.store().actorNamed("space", "counter"))
          .contains(actor().with(ActorState.ALIVE, 4));
      assertThat(store.store().nextJob()).isEqualTo(JobId.fromInt(3));
    }
  }

  private static void restore(String resource, DatabaseSettings database) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url());
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\","
                    + " \"event_ser_id\", \"event_ser_manifest\", \"event_payload\", \"writer\","
                    + " \"write_timestamp\", \"adapter_manifest\") VALUES (?, ?, ?, ?, ?, '', 0,"
                    + " '')")) {
      for (String line : lines(resource)) {
        String[] cells = line.split(",");
        insert.setString(1, cells[0]);
        insert.setLong(2, Long.parseLong(cells[1]));
        insert.setInt(3, Integer.parseInt(cells[2]));
        insert.setString(4, cells[3]);
        insert.setBytes(5, HexFormat.of().parseHex(cells[4]));
        insert.executeUpdate();
      }
    }
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = RecordedJournalTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static TaskRecord method() {
    return new TaskRecord(
        Records.id(3),
        Records.DRIVER,
        TaskRecord.Kind.ACTOR_METHOD,
        "Counter.add",
        "function",
        List.of(ObjectId.forReturn(Records.id(1), 0), ObjectId.forPut(Records.DRIVER, 4)),
        ACTOR,
        Records.id(1),
        new byte[] {1, 2, 3},
        2,
        NODE,
        TaskRecord.State.FAILED,
        "it threw",
        1_764_000_000_000_000L,
        1_764_000_000_000_000L,
        1_764_000_000_000_001L);
  }

  private static ObjectRecord object() {
    return new ObjectRecord(
        ObjectId.forReturn(Records.id(1), 0), 1 << 20, NODE, List.of(NODE, UniqueId.of(1, 1)));
  }

  private static FunctionRecord function() {
    return new FunctionRecord("abc", "job.jar", 3, new byte[] {9, 8, 7});
  }

  private static JobRecord job() {
    return new JobRecord(JobId.fromInt(3), "space", NODE, 1_764_000_000_000_000L, 0);
  }

  private static EventRecord event() {
    return new EventRecord(
        UniqueId.of(31, 32), "transfer", "pull", NODE, Map.of("bytes", "10"), 5, 9);
  }

  private static NodeRecord node() {
    return new NodeRecord(
        NODE, "n", "127.0.0.1", 2552, true, Map.of("CPU", 2.0), Map.of("zone", "a"));
  }

  private static ActorRecord actor() {
    return new ActorRecord(
        ACTOR,
        JobId.fromInt(1),
        "org.example.Counter",
        "counter",
        "space",
        true,
        ActorState.PENDING_CREATION,
        0,
        NODE);
  }

  /** Records a journal: the folder of a new store, and the file to write. */
  public static void main(String[] arguments) throws Exception {
    DatabaseSettings database = DatabaseSettings.h2(Path.of(arguments[0]), 2);
    try (TestStore store = TestStore.open(database)) {
      await(store.tables().tasks().putAll(List.of(Records.task(1), Records.task(2), method())));
      await(store.tables().tasks().put(Records.task(Records.id(1), TaskRecord.State.FINISHED)));
      await(store.tables().tasks().deleteAll(List.of(Records.id(2))));
      await(store.tables().objects().put(object()));
      await(store.tables().functions().put(function()));
      await(store.tables().jobs().put(job()));
      await(store.tables().events().put(event()));
      store.store().putNode(node());
      store.store().addActorIfAbsent(actor());
      store.store().updateActor(ACTOR, ActorState.ALIVE, 4);
      store.store().nextJob();
      store.store().nextJob();
      JournalDump.write(database, Path.of(arguments[1]));
    }
  }
}
