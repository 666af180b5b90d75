package org.akkaray.benchmarks.cluster;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.call.TaskCaller;
import org.akkaray.options.SchedulingStrategy;

/**
 * The paper's figure 8a: the mean latency of tasks whose input lies on one of two nodes, by the
 * input's size, placed by where it lies or by turns. The nodes have folders of their own for their
 * objects, so that they cannot read each other's memory: they stand for two hosts, and what is not
 * there has to be transferred over the loopback.
 */
public final class LocalityRows implements RowGroup {
  private static final double CPUS = 2;
  private static final long STORE_BYTES = 1L << 30;
  private static final List<String> NODES = List.of("node0", "node1");

  /** The inputs' sizes and how many tasks make a round. */
  private enum Size {
    KB_100("100 KB", 100_000, 40),
    MB_1("1 MB", 1_000_000, 40),
    MB_10("10 MB", 10_000_000, 20),
    MB_100("100 MB", 100_000_000, 8);

    final String label;
    final int bytes;
    final int tasks;

    Size(String label, int bytes, int tasks) {
      this.label = label;
      this.bytes = bytes;
      this.tasks = tasks;
    }
  }

  private final Random random = new Random(8);

  static MemorySegment input(int bytes) {
    return MemorySegment.ofArray(new byte[bytes]);
  }

  /** Looks at both ends. */
  static int look(MemorySegment input) {
    return input.get(ValueLayout.JAVA_BYTE, 0)
        + input.get(ValueLayout.JAVA_BYTE, input.byteSize() - 1);
  }

  private static String row(Size size, boolean aware) {
    return (aware ? ClusterRowNames.LOCALITY : ClusterRowNames.NO_LOCALITY) + size.label;
  }

  @Override
  public void run(Bench bench) {
    for (Size size : Size.values()) {
      if (bench.selects(row(size, true), row(size, false))) {
        measure(bench);
        return;
      }
    }
  }

  private void measure(Bench bench) {
    try (BenchNodes nodes = BenchNodes.onHostsOfTheirOwn(NODES, CPUS, STORE_BYTES)) {
      Ray.init(RayConfig.connect(nodes.address()));
      try {
        for (Size size : Size.values()) {
          if (bench.selects(row(size, true), row(size, false))) {
            measure(bench, size);
          }
        }
      } finally {
        Ray.shutdown();
      }
    }
  }

  private void measure(Bench bench, Size size) {
    List<Double> aware = new ArrayList<>();
    List<Double> unaware = new ArrayList<>();
    millis(size, true); // warms up
    millis(size, false);
    for (int round = 0; round < bench.timing().rounds(); round++) {
      aware.add(millis(size, true));
      unaware.add(millis(size, false));
    }
    bench.record(new Measurement(row(size, true), "ms", aware));
    bench.record(new Measurement(row(size, false), "ms", unaware));
  }

  /** The mean latency of a round's tasks, each with an input that no task has had. */
  private double millis(Size size, boolean aware) {
    long nanos = 0;
    for (int i = 0; i < size.tasks; i++) {
      String holder = NODES.get(random.nextInt(NODES.size()));
      ObjectRef<MemorySegment> input =
          Ray.task(LocalityRows::input, size.bytes).setResource(holder, 1.0).remote();
      Ray.wait(List.of(input), 1);
      TaskCaller<Integer> task = Ray.task(LocalityRows::look, input);
      if (!aware) {
        task.setSchedulingStrategy(new SchedulingStrategy.Spread());
      }
      long began = System.nanoTime();
      task.remote().get();
      nanos += System.nanoTime() - began;
      input.free();
    }
    return nanos / 1e6 / size.tasks;
  }
}
