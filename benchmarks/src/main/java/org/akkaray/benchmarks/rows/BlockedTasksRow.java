package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;

/**
 * 10,000 tasks that all wait in {@code get} at the same time for one task, each asking for a CPU:
 * the seconds from the first submission to the last result, and the heap that all of them take.
 */
final class BlockedTasksRow implements RowGroup {
  static final String SECONDS = "10,000 blocked tasks";
  static final String HEAP = "10,000 blocked tasks heap";

  private static final int TASKS = 10_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(SECONDS, HEAP)) {
      List<Double> seconds = new ArrayList<>();
      List<Double> heap = new ArrayList<>();
      Sessions.onThisMachine(() -> {
        for (int i = 0; i < bench.timing().repetitions(); i++) {
          round(bench, seconds, heap);
        }
      });
      bench.record(new Measurement(SECONDS, "s", seconds));
      bench.record(new Measurement(HEAP, "MB", heap));
    }
  }

  private static void round(Bench bench, List<Double> seconds, List<Double> heap) {
    double before = Heap.liveMegabytes();
    Gate.shut();
    ObjectRef<Integer> gate = Ray.task(Gate::hold).setCpus(0).remote();
    Gate.awaitArrivals(1);
    List<ObjectRef<Integer>> inside = List.of(gate); // in a list it is no input to wait for
    List<ObjectRef<Integer>> refs = new ArrayList<>(TASKS);
    double blocking =
        bench.seconds(() -> {
          for (int i = 0; i < TASKS; i++) {
            refs.add(Ray.task(BlockedTasksRow::waitFor, inside).remote());
          }
          Gate.awaitArrivals(TASKS);
        });
    heap.add(Heap.liveMegabytes() - before);
    double ending =
        bench.seconds(() -> {
          Gate.open();
          Ray.get(refs);
        });
    seconds.add(blocking + ending);
  }

  static Integer waitFor(List<ObjectRef<Integer>> gate) {
    Gate.arrive();
    return gate.getFirst().get();
  }
}
