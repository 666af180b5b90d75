package org.akkaray.runtime.scheduler.placement;

/**
 * A mean in which older samples count less and less: each new sample has the weight {@code alpha},
 * and what came before keeps {@code 1 - alpha} of its own. Not thread-safe.
 */
public final class ExponentialAverage {
  private final double alpha;
  private double value;
  private boolean known;

  /**
   * An average of nothing yet.
   *
   * @param alpha the weight of one sample, above 0 and at most 1; half of the average's weight is
   *     on the last {@code 0.7 / alpha} samples
   */
  public ExponentialAverage(double alpha) {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and at most 1, but is " + alpha);
    }
    this.alpha = alpha;
  }

  /** Takes in one sample. */
  public void add(double sample) {
    add(sample, 1);
  }

  /**
   * Takes in so many samples at once, of which only the sum is known: as if each had been their
   * mean.
   */
  public void add(double sum, long samples) {
    if (samples <= 0) {
      return;
    }
    double mean = sum / samples;
    if (!known) {
      value = mean;
      known = true;
    } else {
      value += (1 - Math.pow(1 - alpha, samples)) * (mean - value);
    }
  }

  /** Whether there was a sample. */
  public boolean isKnown() {
    return known;
  }

  /** The average; 0 before the first sample. */
  public double value() {
    return value;
  }
}
