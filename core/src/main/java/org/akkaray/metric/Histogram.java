package org.akkaray.metric;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/** Values, counted by the ranges that they fall into. Thread-safe. */
public final class Histogram implements Metric {
  private final DistributionDataPoint point;

  Histogram(DistributionDataPoint point) {
    this.point = point;
  }

  /**
   * Counts a value.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void update(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite but is " + value);
    }
    point.observe(value);
  }
}
