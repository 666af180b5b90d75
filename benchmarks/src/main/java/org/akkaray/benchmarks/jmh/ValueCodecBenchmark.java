package org.akkaray.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.akkaray.RayConfig;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What by-value costs: freezing what a user hands over, thawing a copy for a reader. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class ValueCodecBenchmark {
  /** A record of components that cannot change. */
  record Point(double x, double y, String label) {}

  /** A small mutable object. */
  static final class Account {
    String owner = "";
    long balance;
    int[] history = {};
  }

  private static final long STORE_BYTES = 64_000_000;

  /** What is frozen: an Integer, a byte array of 1 KiB, a record, a small object. */
  @Param({"integer", "bytes", "record", "object"})
  public String kind;

  private ValueCodec codec;
  private Object value;
  private Object frozen;

  /** Makes the value. */
  @Setup
  public void prepare() {
    codec =
        new ValueCodec(new InMemoryObjectStore(STORE_BYTES), RayConfig.DEFAULT_INLINE_OBJECT_LIMIT);
    value =
        switch (kind) {
          case "integer" -> 12_345;
          case "bytes" -> new byte[1024];
          case "record" -> new Point(1.5, 2.5, "a point");
          case "object" -> account();
          default -> throw new IllegalArgumentException("kind: no value of kind '" + kind + "'");
        };
    frozen = freeze();
  }

  private static Account account() {
    Account account = new Account();
    account.owner = "Ada";
    account.balance = 1_000;
    account.history = new int[] {1, 2, 3, 4, 5, 6, 7, 8};
    return account;
  }

  private static ObjectId id() {
    return ObjectId.forPut(TaskId.forDriver(JobId.fromInt(1)), 0);
  }

  /** From the user's value to one that nobody can change. */
  @Benchmark
  public Object freeze() {
    return codec.freeze(value, ValueCodecBenchmark::id);
  }

  /** From there to a reader's copy. */
  @Benchmark
  public @Nullable Object thaw() {
    return codec.thaw(frozen);
  }
}
