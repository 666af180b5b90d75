package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small form of ten million tasks through one cluster. */
class FlushingTest {
  private static final int BATCH = 400;
  private static final int BATCHES = 200;
  private static final int KEPT = 5;

  @TempDir Path folder;

  @Test
  void theJournalStaysBoundedWhenOldTasksAreForgotten() throws Exception {
    DatabaseSettings database = DatabaseSettings.h2(folder, 2);
    try (TestStore store = TestStore.open(database)) {
      // One row of each hundredth batch is needed to the end: it must not keep all that came after.
      for (long batch = 0; batch < BATCHES; batch++) {
        await(store.tables().tasks().putAll(tasks(batch)));
        if (batch >= KEPT) {
          await(store.tables().tasks().deleteAll(forgotten(batch - KEPT)));
        }
      }
      // Events go after snapshots: what is left is what came since the last but one, and what
      // counts.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(events(database)).isLessThan(2 * 3 * 20 + 40));
      for (long batch = 0; batch < BATCHES; batch += 100) {
        assertThat(await(store.tables().tasks().get(Records.id(batch * BATCH)))).isPresent();
      }
      assertThat(await(store.tables().tasks().get(Records.id(1)))).isEmpty();
    }
    try (TestStore store = TestStore.open(database)) {
      assertThat(await(store.tables().tasks().get(Records.id(0)))).isPresent();
      assertThat(await(store.tables().tasks().get(Records.id((BATCHES - 1) * BATCH + 7L))))
          .isPresent();
    }
  }

  private static List<TaskRecord> tasks(long batch) {
    return LongStream.range(batch * BATCH, (batch + 1) * BATCH).mapToObj(Records::task).toList();
  }

  private static List<TaskId> forgotten(long batch) {
    return LongStream.range(batch * BATCH, (batch + 1) * BATCH)
        .filter(index -> index != batch * BATCH || batch % 100 != 0)
        .mapToObj(Records::id)
        .toList();
  }

  private static int events(DatabaseSettings database) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM \"event_journal\"")) {
      count.next();
      return count.getInt(1);
    }
  }
}
