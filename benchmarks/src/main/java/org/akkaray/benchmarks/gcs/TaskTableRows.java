package org.akkaray.benchmarks.gcs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.gcs.database.DatabaseSettings;

/**
 * The task table: how fast it takes specs, how fast it finds one among ten million, how soon it is
 * back after a restart. One JVM: submitter, shards and H2 share it; PostgreSQL is a process beside.
 */
public final class TaskTableRows implements RowGroup {
  private static final int SPECS = 1_000_000;
  private static final long MANY = 10_000_000;
  private static final int LOOKUPS = 5_000;
  private static final String POSTGRES = "RAY_TEST_POSTGRES_URL";

  @Override
  public void run(Bench bench) {
    if (bench.selects(
        GcsRowNames.SPECS_H2,
        GcsRowNames.RECOVERY,
        GcsRowNames.LOOKUP_P99,
        GcsRowNames.LOOKUP_HEAP)) {
      runH2(bench);
    }
    if (bench.selects(GcsRowNames.SPECS_POSTGRESQL) && System.getenv(POSTGRES) != null) {
      DatabaseSettings database =
          DatabaseSettings.postgresql(
              System.getenv(POSTGRES),
              System.getenv("RAY_TEST_POSTGRES_USER"),
              System.getenv("RAY_TEST_POSTGRES_PASSWORD"),
              BenchControlStore.SHARDS);
      try (BenchControlStore store = new BenchControlStore(database)) {
        writeSpecs(bench, store, GcsRowNames.SPECS_POSTGRESQL);
      }
    }
  }

  private static void runH2(Bench bench) {
    Path folder = BenchControlStore.temporaryFolder();
    DatabaseSettings database = DatabaseSettings.h2(folder, BenchControlStore.SHARDS);
    try {
      long written = 0;
      if (bench.selects(GcsRowNames.RECOVERY)) {
        try (BenchControlStore store = new BenchControlStore(database)) {
          store.write(0, SPECS);
          written = SPECS;
        }
        bench.repeat(GcsRowNames.RECOVERY, "s", () -> bench.seconds(() -> restart(database)));
      }
      try (BenchControlStore store = new BenchControlStore(database)) {
        written = writeSpecs(bench, store, written, GcsRowNames.SPECS_H2);
        if (bench.selects(GcsRowNames.LOOKUP_P99, GcsRowNames.LOOKUP_HEAP)) {
          long before = usedHeap();
          store.write(written, MANY);
          bench.record(
              new Measurement(
                  GcsRowNames.LOOKUP_HEAP,
                  "MB",
                  List.of((usedHeap() - before) / 1e6 * MANY / (MANY - written))));
          lookUp(bench, store);
        }
      }
    } finally {
      BenchControlStore.delete(folder);
    }
  }

  private static void writeSpecs(Bench bench, BenchControlStore store, String row) {
    writeSpecs(bench, store, 0, row);
  }

  private static long writeSpecs(Bench bench, BenchControlStore store, long from, String row) {
    if (!bench.selects(row)) {
      return from;
    }
    long[] next = {from};
    Runnable write =
        () -> {
          store.write(next[0], next[0] + SPECS);
          next[0] += SPECS;
        };
    write.run(); // warms up
    bench.repeat(row, "1/s", () -> SPECS / bench.seconds(write));
    return next[0];
  }

  private static void lookUp(Bench bench, BenchControlStore store) {
    Random random = new Random(1);
    List<Double> p99 = new ArrayList<>();
    for (int round = 0; round <= bench.timing().repetitions(); round++) {
      double[] millis = new double[LOOKUPS];
      for (int i = 0; i < LOOKUPS; i++) {
        long index = random.nextLong(MANY);
        millis[i] = bench.seconds(() -> store.lookUp(index)) * 1e3;
      }
      Arrays.sort(millis);
      if (round > 0) { // the first one warms up
        p99.add(millis[LOOKUPS * 99 / 100]);
      }
    }
    bench.record(new Measurement(GcsRowNames.LOOKUP_P99, "ms", p99));
  }

  /** Until each shard has answered: its look-ups need its index. */
  private static void restart(DatabaseSettings database) {
    try (BenchControlStore store = new BenchControlStore(database)) {
      List<? extends CompletionStage<?>> all =
          IntStream.range(0, 20 * BenchControlStore.SHARDS)
              .mapToObj(i -> store.tasks().get(BenchControlStore.id(i)))
              .toList();
      all.forEach(BenchControlStore::await);
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
