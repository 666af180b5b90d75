package org.akkaray.benchmarks.harness;

import java.time.Duration;

/**
 * How long a row is measured.
 *
 * @param warmUp before the first round
 * @param round at least, each
 * @param rounds how many, at least 1
 * @param repetitions how often a row is run that is one long run by itself, at least 1
 */
public record Timing(Duration warmUp, Duration round, int rounds, int repetitions) {
  /** As Ray's own microbenchmarks: one second to warm up, then four rounds of two. */
  public static final Timing RAY = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(2), 4, 3);

  /** For ratios: one round more, as an odd number has a median. */
  public static final Timing BARS = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(2), 5, 3);

  /** To see that all works; the numbers are worth little. */
  public static final Timing QUICK =
      new Timing(Duration.ofMillis(200), Duration.ofMillis(200), 2, 1);

  /** Checks the numbers. */
  public Timing {
    if (rounds < 1 || repetitions < 1) {
      throw new IllegalArgumentException(
          "rounds and repetitions must be at least 1, not " + rounds + " and " + repetitions);
    }
  }
}
