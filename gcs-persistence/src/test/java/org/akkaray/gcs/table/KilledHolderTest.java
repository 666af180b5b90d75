package org.akkaray.gcs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.database.StoreDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledHolderTest {
  @TempDir Path folder;

  /** The process that opened an H2 file first serves it to the others: they take it over. */
  @Test
  void anotherProcessGoesOnWhenTheOneThatHoldsTheFileIsKilled() throws Exception {
    try (WriterProcess holder = new WriterProcess(folder, 0)) {
      long durable = holder.acknowledged();
      try (StoreDatabase other = StoreDatabase.open(DatabaseSettings.h2(folder, 4))) {
        Journal journal = new Journal(other);
        assertThat(eventsOf(journal)).isPositive();
        while (durable < 20) {
          durable = holder.acknowledged();
        }
        holder.kill();
        int before = (int) durable; // each batch puts one event at least into one of the shards
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptionsInstanceOf(SQLException.class)
            .until(() -> eventsOf(journal) >= before);
      }
    }
  }

  private static int eventsOf(Journal journal) throws SQLException {
    int events = 0;
    for (int shard = 0; shard < 4; shard++) {
      for (String table : new String[] {"tasks", "functions"}) {
        String id = Journal.persistenceId(table + "-" + shard);
        events += journal.events(id, 0, 1_000).size();
      }
    }
    return events;
  }
}
