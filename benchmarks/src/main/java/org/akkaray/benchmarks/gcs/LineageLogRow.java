package org.akkaray.benchmarks.gcs;

import java.nio.file.Path;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.LineageSource;

/**
 * What the lineage log costs who submits: calls that are over and that nobody needs when their
 * batch leaves, as those of a program that reads its results.
 */
public final class LineageLogRow implements RowGroup {
  private static final int CALLS = 1000;

  private static final class ShortCall implements LineageSource {
    @Override
    public boolean leavesNothing() {
      return true;
    }

    @Override
    public boolean isFollowed() {
      return false;
    }

    @Override
    public LineageEntry lineage(long submittedMicros) {
      throw new IllegalStateException("It leaves nothing.");
    }
  }

  @Override
  public void run(Bench bench) {
    if (!bench.selects(GcsRowNames.LOG_APPEND)) {
      return;
    }
    Path folder = BenchControlStore.temporaryFolder();
    try (BenchControlStore store =
        new BenchControlStore(DatabaseSettings.h2(folder, BenchControlStore.SHARDS))) {
      LineageLog log = store.lineage();
      bench.time(
          Row.rate(
              GcsRowNames.LOG_APPEND,
              CALLS,
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  log.submitted(new ShortCall());
                }
                return log;
              }));
    } finally {
      BenchControlStore.delete(folder);
    }
  }
}
