package org.akkaray.metric;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/** A number that only grows, from 0. Thread-safe. */
public final class Count implements Metric {
  private final CounterDataPoint point;

  Count(CounterDataPoint point) {
    this.point = point;
  }

  /**
   * Adds to it.
   *
   * @throws IllegalArgumentException if {@code amount} is negative or not finite
   */
  public void inc(double amount) {
    if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("amount must be 0 or more but is " + amount);
    }
    point.inc(amount);
  }

  /** What has been added so far. */
  public double value() {
    return point.get();
  }
}
