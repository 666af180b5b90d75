package org.akkaray.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final long MILLISECOND = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final List<String> reported = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();

  private Bench bench(String filter) {
    return new Bench(
        Pattern.compile(filter).asPredicate(),
        new Timing(Duration.ofMillis(100), Duration.ofMillis(200), 3, 2),
        row -> reported.add(row.name()),
        clock::get);
  }

  /** Takes so many milliseconds of the test's clock. */
  private Supplier<String> taking(String name, long milliseconds) {
    return () -> {
      ran.add(name);
      clock.addAndGet(milliseconds * MILLISECOND);
      return name;
    };
  }

  @Test
  void aRateIsCallsTimesTheirUnitsPerSecond() {
    Bench bench = bench("");
    bench.time(Row.rate("batch", 1000, taking("batch", 2)));
    Measurement row = bench.measurement("batch").orElseThrow();
    assertThat(row.rounds()).containsExactly(500_000.0, 500_000.0, 500_000.0);
    assertThat(row.unit()).isEqualTo("1/s");
  }

  @Test
  void theWarmUpIsNotCountedAndSetsTheStrideOfARound() {
    bench("").time(Row.rate("row", 1, taking("row", 1)));
    // 100 calls warm up, so a round goes in strides of 11: 19 strides are the first to reach 200
    // ms.
    assertThat(ran).hasSize(100 + 3 * 19 * 11);
  }

  @Test
  void theRoundsOfSeveralRowsTakeTurns() {
    bench("").time(Row.rate("a", 1, taking("a", 200)), Row.rate("b", 1, taking("b", 200)));
    assertThat(ran).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
  }

  @Test
  void onlySelectedRowsRun() {
    Bench bench = bench("^single .* sync$");
    bench.time(
        Row.rate("single client tasks sync", 1, taking("sync", 200)),
        Row.rate("single client tasks async", 1, taking("async", 200)));
    bench.repeat("1:1 actor calls sync", "s", () -> 1);
    bench.record(Measurement.of("a single client tasks sync", "s", 1));
    assertThat(ran).containsOnly("sync");
    assertThat(reported).containsExactly("single client tasks sync");
    assertThat(bench.selects("other", "single client tasks sync")).isTrue();
    assertThat(bench.selects("other")).isFalse();
  }

  @Test
  void secondsCountAfterOneRunThatDoesNot() {
    Bench bench = bench("");
    bench.repeatSeconds("row", () -> clock.addAndGet(500 * MILLISECOND));
    assertThat(clock).hasValue(3 * 500 * MILLISECOND);
    assertThat(bench.measurement("row").orElseThrow().rounds()).containsExactly(0.5, 0.5);
  }
}
