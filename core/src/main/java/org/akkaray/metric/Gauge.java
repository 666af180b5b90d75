package org.akkaray.metric;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;

/** A value that goes up and down; 0 until it is set. Thread-safe. */
public final class Gauge implements Metric {
  private final GaugeDataPoint point;

  Gauge(GaugeDataPoint point) {
    this.point = point;
  }

  /** Sets it. */
  public void update(double value) {
    point.set(value);
  }

  /** What was set last. */
  public double value() {
    return point.get();
  }
}
