package org.akkaray.benchmarks.harness;

/**
 * A row that is called over and over.
 *
 * @param name as in Ray's own microbenchmarks, if it is one of them
 * @param perCall how many units one call of {@code code} does
 * @param unit per second
 * @param code what is measured
 */
public record Row(String name, double perCall, String unit, Runnable code) {
  /** Operations per second, so many in one call of the code. */
  public static Row rate(String name, double perCall, Runnable code) {
    return new Row(name, perCall, "1/s", code);
  }

  /** Gigabytes (10^9 bytes) per second. */
  public static Row gigabytes(String name, double perCall, Runnable code) {
    return new Row(name, perCall, "GB/s", code);
  }
}
