package org.akkaray.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.harness.Row;
import org.akkaray.benchmarks.rows.RowGroup;

/**
 * A driver without CPUs of its own and one node in another JVM: what calls cost that cross, beside
 * plain Akka that crosses.
 */
public final class ClusterRows implements RowGroup {
  private static final int BATCH = 10_000;
  private static final int LATENCIES = 5_000;
  private static final int ACTORS = 10_000;
  private static final double CPUS = 2;

  /** The actor whose method does nothing. */
  static final class Nothing {
    byte[] smallValue() {
      return ClusterRows.smallValue();
    }
  }

  static byte[] smallValue() {
    return new byte[] {'o', 'k'};
  }

  @Override
  public void run(Bench bench) {
    if (!bench.selects(
        ClusterRowNames.TASKS_ASYNC,
        ClusterRowNames.TASK_P50,
        ClusterRowNames.TASK_P99,
        ClusterRowNames.ACTOR_ASYNC,
        ClusterRowNames.ACTOR_P50,
        ClusterRowNames.AKKA_REMOTE,
        ClusterRowNames.MANY_ACTORS,
        ClusterRowNames.NODE_JOINS,
        ClusterRowNames.DRIVER_JOINS)) {
      return;
    }
    try (BenchNodes nodes = new BenchNodes(1, CPUS)) {
      measureJoining(bench, nodes);
      Ray.init(RayConfig.connect(nodes.address()));
      try {
        measureTasks(bench);
        measureActors(bench);
      } finally {
        Ray.shutdown();
      }
    }
  }

  private static void measureJoining(Bench bench, BenchNodes nodes) {
    bench.repeat(ClusterRowNames.NODE_JOINS, "s", () -> bench.seconds(() -> nodes.add(CPUS)));
    bench.repeat(
        ClusterRowNames.DRIVER_JOINS,
        "s",
        () -> {
          double seconds = bench.seconds(() -> Ray.init(RayConfig.connect(nodes.address())));
          Ray.shutdown();
          return seconds;
        });
  }

  private static void measureTasks(Bench bench) {
    bench.time(
        Row.rate(
            ClusterRowNames.TASKS_ASYNC,
            BATCH,
            () -> getAll(() -> Ray.task(ClusterRows::smallValue).remote())));
    if (bench.selects(ClusterRowNames.TASK_P50, ClusterRowNames.TASK_P99)) {
      Histogram latencies = latencies(() -> Ray.task(ClusterRows::smallValue).remote());
      bench.record(micros(ClusterRowNames.TASK_P50, latencies, 50));
      bench.record(micros(ClusterRowNames.TASK_P99, latencies, 99));
    }
  }

  private static void measureActors(Bench bench) {
    if (bench.selects(
        ClusterRowNames.ACTOR_ASYNC, ClusterRowNames.AKKA_REMOTE, ClusterRowNames.ACTOR_P50)) {
      ActorHandle<Nothing> actor = Ray.actor(Nothing::new).remote();
      try (RawRemote raw = new RawRemote()) {
        bench.time(
            Row.rate(
                ClusterRowNames.ACTOR_ASYNC,
                BATCH,
                () -> getAll(() -> actor.task(Nothing::smallValue).remote())),
            Row.rate(ClusterRowNames.AKKA_REMOTE, BATCH, () -> raw.tellAndReply(BATCH)));
      }
      if (bench.selects(ClusterRowNames.ACTOR_P50)) {
        bench.record(
            micros(
                ClusterRowNames.ACTOR_P50,
                latencies(() -> actor.task(Nothing::smallValue).remote()),
                50));
      }
    }
    bench.repeat(
        ClusterRowNames.MANY_ACTORS,
        "s",
        () ->
            bench.seconds(() -> {
              List<ActorHandle<Nothing>> actors = new ArrayList<>(ACTORS);
              List<ObjectRef<byte[]>> answers = new ArrayList<>(ACTORS);
              for (int i = 0; i < ACTORS; i++) {
                ActorHandle<Nothing> actor = Ray.actor(Nothing::new).remote();
                actors.add(actor);
                answers.add(actor.task(Nothing::smallValue).remote());
              }
              Ray.get(answers);
              actors.forEach(ActorHandle::kill);
            }));
  }

  private static int getAll(Supplier<ObjectRef<byte[]>> call) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      refs.add(call.get());
    }
    return Ray.get(refs).size();
  }

  private static Histogram latencies(Supplier<ObjectRef<byte[]>> call) {
    Histogram latencies = new Histogram(3);
    for (int i = -LATENCIES / 5; i < LATENCIES; i++) {
      long began = System.nanoTime();
      Ray.get(call.get());
      if (i >= 0) {
        latencies.recordValue(System.nanoTime() - began);
      }
    }
    return latencies;
  }

  private static Measurement micros(String name, Histogram latencies, double percentile) {
    return Measurement.of(name, "us", latencies.getValueAtPercentile(percentile) / 1e3);
  }
}
