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
 * CPUs are freed and the driver gets all results. The rate counts from the first submission to the
 * last result. The heap's use is taken while all are queued; a last round, which has no rate,
 * collects the garbage at that point to see what lives.
 */
final class QueuedTasksRow implements RowGroup {
  static final String RATE = "1,000,000 queued tasks";
  static final String HEAP_USED = "1,000,000 queued tasks heap used";
  static final String HEAP_LIVE = "1,000,000 queued tasks heap live";

  private static final int TASKS = 1_000_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(RATE, HEAP_USED, HEAP_LIVE)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    List<Double> rates = new ArrayList<>();
    List<Double> used = new ArrayList<>();
    for (int i = 0; i <= bench.timing().repetitions(); i++) { // one to warm up
      List<ObjectRef<Integer>> holders = holdAllCpus();
      List<ObjectRef<byte[]>> refs = new ArrayList<>(TASKS);
      double submission = bench.seconds(() -> submit(refs));
      double heap = Heap.usedMegabytes();
      double rest = bench.seconds(() -> finish(refs));
      Ray.get(holders);
      if (i > 0) {
        rates.add(TASKS / (submission + rest));
        used.add(heap);
      }
    }
    bench.record(new Measurement(RATE, "1/s", rates));
    bench.record(new Measurement(HEAP_USED, "MB", used));
    if (bench.selects(HEAP_LIVE)) {
      bench.record(Measurement.of(HEAP_LIVE, "MB", liveHeap()));
    }
  }

  private static double liveHeap() {
    List<ObjectRef<Integer>> holders = holdAllCpus();
    List<ObjectRef<byte[]>> refs = new ArrayList<>(TASKS);
    submit(refs);
    double live = Heap.liveMegabytes();
    finish(refs);
    Ray.get(holders);
    return live;
  }

  private static List<ObjectRef<Integer>> holdAllCpus() {
    Gate.shut();
    List<ObjectRef<Integer>> holders =
        Stream.generate(() -> Ray.task(Gate::hold).remote()).limit(Sessions.CPUS).toList();
    Gate.awaitArrivals(Sessions.CPUS);
    return holders;
  }

  private static void submit(List<ObjectRef<byte[]>> refs) {
    for (int i = 0; i < TASKS; i++) {
      refs.add(Ray.task(SmallValues::smallValue).remote());
    }
  }

  private static void finish(List<ObjectRef<byte[]>> refs) {
    Gate.open();
    Ray.get(refs);
  }
}
