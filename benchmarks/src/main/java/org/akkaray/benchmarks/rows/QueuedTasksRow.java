package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;

/**
 * A million tasks in the queue: all CPUs are held by tasks that wait, one driver submits, then the
 * CPUs are freed and the driver gets all results. The rate counts the submission and the rest, not
 * the garbage collection between them by which the heap is measured.
 */
final class QueuedTasksRow implements RowGroup {
  static final String RATE = "1,000,000 queued tasks";
  static final String HEAP_USED = "1,000,000 queued tasks heap used";
  static final String HEAP_LIVE = "1,000,000 queued tasks heap live";

  private static final int TASKS = 1_000_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(RATE, HEAP_USED, HEAP_LIVE)) {
      List<Double> rates = new ArrayList<>();
      List<Double> used = new ArrayList<>();
      List<Double> live = new ArrayList<>();
      Sessions.onThisMachine(
          () -> {
            for (int i = 0; i < bench.timing().repetitions(); i++) {
              Round round = round(bench);
              rates.add(TASKS / round.seconds);
              used.add(round.used);
              live.add(round.live);
            }
          });
      bench.record(new Measurement(RATE, "1/s", rates));
      bench.record(new Measurement(HEAP_USED, "MB", used));
      bench.record(new Measurement(HEAP_LIVE, "MB", live));
    }
  }

  private record Round(double seconds, double used, double live) {}

  private static Round round(Bench bench) {
    System.gc();
    Gate.shut();
    List<ObjectRef<Integer>> holders =
        Stream.generate(() -> Ray.task(Gate::hold).remote()).limit(Sessions.CPUS).toList();
    Gate.awaitArrivals(Sessions.CPUS);
    List<ObjectRef<byte[]>> refs = new ArrayList<>(TASKS);
    double submission =
        bench.seconds(
            () -> {
              for (int i = 0; i < TASKS; i++) {
                refs.add(Ray.task(SmallValues::smallValue).remote());
              }
            });
    double used = Heap.usedMegabytes();
    double live = Heap.liveMegabytes();
    double rest =
        bench.seconds(
            () -> {
              Gate.open();
              Ray.get(refs);
            });
    Ray.get(holders);
    return new Round(submission + rest, used, live);
  }
}
