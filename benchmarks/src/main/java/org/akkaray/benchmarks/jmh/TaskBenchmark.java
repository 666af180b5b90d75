package org.akkaray.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a driver pays for a call and its result, one at a time, on a node of 2 CPUs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class TaskBenchmark {
  private ActorHandle<Nothing> actor;

  /** An actor whose method does nothing. */
  static final class Nothing {
    Integer one() {
      return 1;
    }
  }

  static Integer one() {
    return 1;
  }

  /** Starts a node. */
  @Setup
  public void start() {
    Ray.init(RayConfig.builder().setCpus(2).build());
    actor = Ray.actor(Nothing::new).remote();
  }

  /** Ends it. */
  @TearDown
  public void stop() {
    Ray.shutdown();
  }

  /** An Integer put and got. */
  @Benchmark
  public Integer putAndGet() {
    return Ray.get(Ray.put(1));
  }

  /** A task that does nothing. */
  @Benchmark
  public Integer submitAndGet() {
    return Ray.task(TaskBenchmark::one).remote().get();
  }

  /** A call of an actor that does nothing. */
  @Benchmark
  public Integer callActorAndGet() {
    return actor.task(Nothing::one).remote().get();
  }
}
