package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.Subscription;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes share the shards and the file; what they say to each other crosses the wire. */
class TwoNodesTest {
  @TempDir Path folder;

  @Test
  void eachNodeSeesWhatTheOtherWroteAlsoWhenItHasLeft() {
    try (TestStore first = TestStore.open(DatabaseSettings.h2(folder, 8))) {
      TestStore second = TestStore.join(first);
      List<TaskRecord> tasks = LongStream.range(0, 2_000).mapToObj(Records::task).toList();
      List<String> heard = new CopyOnWriteArrayList<>();
      try (Subscription subscription =
          second
              .tables()
              .functions()
              .subscribe("f", (key, row) -> row.ifPresent(found -> heard.add(found.name())))) {
        await(first.tables().tasks().putAll(tasks));
        assertThat(
                await(second.tables().tasks().getAll(tasks.stream().map(TaskRecord::id).toList())))
            .hasSize(2_000);
        assertThat(await(second.tables().tasks().scan(TableQuery.first(5_000)))).hasSize(2_000);
        await(first.tables().functions().put(function("one")));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains("one"));
      }
      assertThat(await(second.tables().functions().putIfAbsent(function("two"))))
          .map(FunctionRecord::name)
          .contains("one");
      await(
          second
              .tables()
              .functions()
              .update("f", known -> known.name().equals("three") ? known : function("three")));
      await(second.tables().tasks().deleteAll(List.of(Records.id(7))));
      second.leave();
      assertThat(await(first.tables().functions().get("f")).map(FunctionRecord::name))
          .isEqualTo(Optional.of("three"));
      assertThat(await(first.tables().tasks().scan(TableQuery.first(5_000)))).hasSize(1_999);
      await(first.tables().tasks().put(Records.task(7)));
      assertThat(await(first.tables().tasks().get(Records.id(7)))).isPresent();
    }
  }

  private static FunctionRecord function(String name) {
    return new FunctionRecord("f", name, 0, new byte[0]);
  }
}
