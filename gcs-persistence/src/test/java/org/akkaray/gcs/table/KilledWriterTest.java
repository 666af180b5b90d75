package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.id.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  /** Kill -9 at a random moment, again and again on the same file. */
  @Test
  void whatWasAcknowledgedSurvivesKillsAtRandomMoments() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    long next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long last = writeAndKill(next, random.nextInt(400));
      try (TestStore store = TestStore.open(DatabaseSettings.h2(folder, 4))) {
        List<TaskId> acknowledged =
            LongStream.range(0, (last + 1) * WriterProcess.BATCH).mapToObj(Records::id).toList();
        assertThat(await(store.tables().tasks().getAll(acknowledged)))
            .as("seed %d, round %d", seed, round)
            .hasSize(acknowledged.size());
        // The write that was on its way may have happened or not.
        assertThat(await(store.tables().functions().get("last")).orElseThrow().size())
            .as("seed %d, round %d", seed, round)
            .isBetween(last, last + 1);
      }
      next = last + 1;
    }
  }

  private long writeAndKill(long next, int more) throws Exception {
    try (WriterProcess writer = new WriterProcess(folder, next)) {
      long first = writer.acknowledged();
      assertThat(first).isEqualTo(next);
      Thread killer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(more); // the random moment
                  writer.kill();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      long last = first;
      for (long said = first; said >= 0; said = writer.acknowledged()) {
        last = said;
      }
      killer.join();
      return last;
    }
  }
}
