package org.akkaray.rl.simulation;

/** Computation that takes time and nothing else: a chain of xorshift steps (Marsaglia 2003). */
final class BusyWork {
  private static final long CALIBRATION_SPINS = 2_000_000;
  private static final int CALIBRATION_ROUNDS = 15;

  private BusyWork() {}

  /** Computes; the result depends on every spin, so none can be left out. */
  static long spin(long spins, long start) {
    long value = start | 1;
    for (long i = 0; i < spins; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }

  /** Spins in a microsecond: the best of some rounds, the others were disturbed. */
  static double spinsPerMicrosecond() {
    long fastest = Long.MAX_VALUE;
    long value = 1;
    for (int round = 0; round < CALIBRATION_ROUNDS; round++) {
      long began = System.nanoTime();
      value = spin(CALIBRATION_SPINS, value);
      fastest = Math.min(fastest, System.nanoTime() - began);
    }
    if (value == 0) {
      throw new AssertionError("xorshift never reaches 0");
    }
    return CALIBRATION_SPINS * 1000.0 / fastest;
  }
}
