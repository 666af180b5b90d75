package org.akkaray.benchmarks.rows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.harness.Timing;

/**
 * Two tasks compute on a node of two CPUs while the driver calls an actor that holds none, every 2
 * milliseconds. The calls are awaited with a time limit, so that the actor's own thread answers
 * each of them: a {@code get} without one may run the call on the driver's thread, which has no
 * rival.
 */
final class FairnessRow implements RowGroup {
  static final String P50 = "actor call beside 2 computing tasks p50";
  static final String P99 = "actor call beside 2 computing tasks p99";
  static final String MAX = "actor call beside 2 computing tasks max";

  private static final int CPUS = 2;
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void run(Bench bench) {
    if (bench.selects(P50, P99, MAX)) {
      long seconds = bench.timing().equals(Timing.QUICK) ? 1 : 10;
      Histogram latencies = new Histogram(3);
      Sessions.with(
          RayConfig.builder().setCpus(CPUS).build(), () -> callBesideTasks(seconds, latencies));
      bench.record(milliseconds(P50, latencies.getValueAtPercentile(50)));
      bench.record(milliseconds(P99, latencies.getValueAtPercentile(99)));
      bench.record(milliseconds(MAX, latencies.getMaxValue()));
    }
  }

  private static Measurement milliseconds(String name, long nanos) {
    return Measurement.of(name, "ms", nanos / 1e6);
  }

  private static void callBesideTasks(long seconds, Histogram latencies) {
    ActorHandle<Server> actor = Ray.actor(Server::new).remote();
    actor.task(Server::smallValue).remote().get(LIMIT);
    Gate.shut();
    List<ObjectRef<Long>> tasks =
        Stream.generate(() -> Ray.task(FairnessRow::compute, seconds).remote())
            .limit(CPUS)
            .toList();
    Gate.awaitArrivals(CPUS);
    while (Ray.wait(tasks, 1, 0).getReady().isEmpty()) {
      long began = System.nanoTime();
      actor.task(Server::smallValue).remote().get(LIMIT);
      latencies.recordValue(System.nanoTime() - began);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    Ray.get(tasks);
  }

  /** Computes without a pause; the result depends on every step. */
  static Long compute(Long seconds) {
    Gate.arrive();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long x = 88_172_645_463_325_252L;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 10_000; i++) {
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
      }
    }
    return x;
  }
}
