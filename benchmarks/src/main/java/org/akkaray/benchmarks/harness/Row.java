package org.akkaray.benchmarks.harness;

import java.util.function.Supplier;

/**
 * A row that is called over and over.
 *
 * @param name as in Ray's own microbenchmarks, if it is one of them
 * @param perCall how many units one call of {@code code} does
 * @param unit per second
 * @param code what is measured; what it returns is kept, or the JVM would skip the making of it
 */
public record Row(String name, double perCall, String unit, Supplier<?> code) {
  /** Operations per second, so many in one call of the code. */
  public static Row rate(String name, double perCall, Supplier<?> code) {
    return new Row(name, perCall, "1/s", code);
  }

  /** Gigabytes (10^9 bytes) per second. */
  public static Row gigabytes(String name, double perCall, Supplier<?> code) {
    return new Row(name, perCall, "GB/s", code);
  }
}
