package org.akkaray.rl.policy;

/**
 * Count, sum and sum of squares of the observations seen, from which their mean and deviation
 * follow. Mergeable: workers collect, the driver adds. Not thread-safe.
 */
public final class ObservationStatistics {
  private static final double SMALLEST_VARIANCE = 1e-4;

  private long count;
  private final double[] sums;
  private final double[] squares;

  /** Nothing seen yet of observations of this many floats. */
  public ObservationStatistics(int size) {
    sums = new double[size];
    squares = new double[size];
  }

  /** Counts one observation. */
  public void add(float[] observation) {
    count++;
    for (int i = 0; i < sums.length; i++) {
      double value = observation[i];
      sums[i] += value;
      squares[i] += value * value;
    }
  }

  /** Counts what the other has seen. Sums depend on the order of merging in their last bits. */
  public void merge(ObservationStatistics other) {
    count += other.count;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
      squares[i] += other.squares[i];
    }
  }

  /** How many observations were counted. */
  public long count() {
    return count;
  }

  /** The scaling to mean 0 and deviation 1 of what was seen; none before the second observation. */
  public Normalization normalization() {
    float[] mean = new float[sums.length];
    float[] deviation = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      if (count < 2) {
        deviation[i] = 1;
      } else {
        double average = sums[i] / count;
        double variance = Math.max(SMALLEST_VARIANCE, squares[i] / count - average * average);
        mean[i] = (float) average;
        deviation[i] = (float) Math.sqrt(variance);
      }
    }
    return new Normalization(mean, deviation);
  }
}
