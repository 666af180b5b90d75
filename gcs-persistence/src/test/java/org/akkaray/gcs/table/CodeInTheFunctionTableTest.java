package org.akkaray.gcs.table;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.runtime.job.CodeCache;
import org.akkaray.runtime.job.CodeEntry;
import org.akkaray.runtime.job.CodeHash;
import org.akkaray.runtime.job.CodePublisher;
import org.akkaray.runtime.job.FunctionTableCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job's jars in the control store. */
class CodeInTheFunctionTableTest {
  private static final int SIZE = 3_000_000;

  @TempDir private Path folder;

  @Test
  void aJarThatWasPublishedIsFetchedAlsoAfterARestartOfTheStore() throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    Path jar = Files.write(folder.resolve("app.jar"), bytes);
    DatabaseSettings database = DatabaseSettings.h2(folder.resolve("store"), 4);
    CodeEntry entry;
    try (TestStore store = TestStore.open(database)) {
      FunctionTableCode table = new FunctionTableCode(store.tables().functions());
      CodePublisher publisher = new CodePublisher(table, new CodeCache(folder.resolve("driver")));
      entry = publisher.publish(List.of(jar)).entries().getFirst();
    }

    try (TestStore store = TestStore.open(database)) {
      FunctionTableCode table = new FunctionTableCode(store.tables().functions());
      CodeCache cache = new CodeCache(folder.resolve("node"));
      assertThat(await(cache.fetch(entry, table))).hasSameBinaryContentAs(jar);

      CodeEntry absent = new CodeEntry("b.jar", new CodeHash("0".repeat(64)), SIZE);
      assertThatThrownBy(() -> await(cache.fetch(absent, table)))
          .hasRootCauseMessage(
              "b.jar of the job's code is not in the cluster's function table ("
                  + "0".repeat(64)
                  + "): its driver ended before it was published, or it was deleted.");
    }
  }
}
