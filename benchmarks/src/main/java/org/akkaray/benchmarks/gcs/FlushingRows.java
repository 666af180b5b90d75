package org.akkaray.benchmarks.gcs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;

/**
 * The paper's figure 10b: tasks without end through one node with a control store on H2. Waves of
 * tasks wait in its queue long enough to leave lineage, which goes when they are over; and the same
 * with all of it kept, for fewer tasks. What heap and file take is measured after each part.
 */
public final class FlushingRows implements RowGroup {
  private static final int WAVE = 100_000;
  private static final int PART = 1_000_000;
  private static final int PARTS = 10;
  private static final int KEPT_PARTS = 2;
  private static final double MB = 1 << 20;

  /** As long the tasks of a wave wait for their argument, so that all of them leave lineage. */
  private static final long GATE_MILLIS = 100;

  private static int identity(int n) {
    return n;
  }

  private static int slow(int n) throws InterruptedException {
    Thread.sleep(GATE_MILLIS);
    return n;
  }

  @Override
  public void run(Bench bench) {
    if (!bench.selects(
        GcsRowNames.FLUSHED_HEAP,
        GcsRowNames.FLUSHED_FILE,
        GcsRowNames.KEPT_HEAP,
        GcsRowNames.KEPT_FILE)) {
      return;
    }
    run(bench, PARTS, GcsRowNames.FLUSHED_HEAP, GcsRowNames.FLUSHED_FILE);
    if (bench.selects(GcsRowNames.KEPT_HEAP, GcsRowNames.KEPT_FILE)) {
      System.setProperty("ray.gcs.lineage.history", "100000000");
      System.setProperty("ray.gcs.lineage.history-per-second", "100000000");
      try {
        run(bench, KEPT_PARTS, GcsRowNames.KEPT_HEAP, GcsRowNames.KEPT_FILE);
      } finally {
        System.clearProperty("ray.gcs.lineage.history");
        System.clearProperty("ray.gcs.lineage.history-per-second");
      }
    }
  }

  private static void run(Bench bench, int parts, String heapRow, String fileRow) {
    Path folder = BenchControlStore.temporaryFolder();
    System.setProperty("ray.gcs.lineage.delay", "0ms"); // no call is too short
    try (BenchSession session = BenchSession.withLineage(folder)) {
      long before = heap();
      List<Double> heap = new ArrayList<>();
      List<Double> file = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        session.in(() -> {
          for (int done = 0; done < PART; done += WAVE) {
            wave();
          }
          return null;
        });
        heap.add((heap() - before) / MB);
        file.add(bytesIn(folder) / MB);
        System.out.printf(
            "%,12d tasks: heap %6.1f MB, file %6.1f MB%n",
            (part + 1L) * PART, heap.getLast(), file.getLast());
      }
      bench.record(new Measurement(heapRow, "MB", heap));
      bench.record(new Measurement(fileRow, "MB", file));
    } finally {
      System.clearProperty("ray.gcs.lineage.delay");
      BenchControlStore.delete(folder);
    }
  }

  private static void wave() {
    List<ObjectRef<Integer>> refs = new ArrayList<>(WAVE);
    ObjectRef<Integer> gate = Ray.task(FlushingRows::slow, 1).remote();
    for (int i = 0; i < WAVE; i++) {
      refs.add(Ray.task(FlushingRows::identity, gate).remote());
    }
    Ray.get(refs);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double bytesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
