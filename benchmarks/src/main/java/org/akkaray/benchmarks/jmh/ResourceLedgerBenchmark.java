package org.akkaray.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Taking a CPU and giving it back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ResourceLedgerBenchmark {
  private static final ResourceSet ONE_CPU = ResourceSet.cpus(1);

  private final ResourceLedger ledger = new ResourceLedger(ResourceSet.cpus(2), System::nanoTime);

  /** By one thread. */
  @Benchmark
  public boolean acquireAndRelease() {
    boolean acquired = ledger.tryAcquire(ONE_CPU);
    ledger.release(ONE_CPU);
    return acquired;
  }

  /** By two threads, for each of which there is a CPU. */
  @Benchmark
  @Threads(2)
  public boolean acquireAndReleaseByTwo() {
    boolean acquired = ledger.tryAcquire(ONE_CPU);
    ledger.release(ONE_CPU);
    return acquired;
  }
}
