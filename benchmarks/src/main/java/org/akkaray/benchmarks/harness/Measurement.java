package org.akkaray.benchmarks.harness;

import java.util.Arrays;
import java.util.List;

/**
 * What a row gave.
 *
 * @param name the row
 * @param unit of the values, such as 1/s, GB/s, s, ms, MB
 * @param rounds one value each, in the order in which they were measured; at least one
 */
public record Measurement(String name, String unit, List<Double> rounds) {
  /** Copies the values. */
  public Measurement {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("row '" + name + "' has no value");
    }
    rounds = List.copyOf(rounds);
  }

  /** A row of one value. */
  public static Measurement of(String name, String unit, double value) {
    return new Measurement(name, unit, List.of(value));
  }

  /** The mean of the rounds. */
  public double mean() {
    return rounds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /**
   * The standard deviation of the rounds as a population, as Ray's own microbenchmarks print it.
   */
  public double sd() {
    double mean = mean();
    return Math.sqrt(
        rounds.stream()
            .mapToDouble(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow());
  }

  /** The largest of the rounds. */
  public double max() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** The median of the rounds. */
  public double median() {
    return median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The median of the ratios of this row to another, round by round; of the medians if the rows
   * differ in how many rounds they have, as those were not measured in turns.
   */
  public double ratioTo(Measurement other) {
    if (rounds.size() != other.rounds.size()) {
      return median() / other.median();
    }
    double[] ratios = new double[rounds.size()];
    Arrays.setAll(ratios, i -> rounds.get(i) / other.rounds.get(i));
    return median(ratios);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
