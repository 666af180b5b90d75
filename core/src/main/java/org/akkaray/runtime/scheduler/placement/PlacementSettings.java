package org.akkaray.runtime.scheduler.placement;

/**
 * How a scheduler places.
 *
 * @param samples how many nodes are drawn for a decision, at least 1; see docs/decisions.md for why
 *     not all are looked at
 * @param locality whether it counts where inputs are; off only to see what it is worth
 * @param taskNanos how long a task is taken to last before any has ended anywhere
 * @param bandwidth bytes per second that are assumed before anything was transferred anywhere
 */
public record PlacementSettings(int samples, boolean locality, double taskNanos, double bandwidth) {
  /** 4 samples, locality on, 1 ms, 1 GB/s. */
  public static final PlacementSettings DEFAULT = new PlacementSettings(4, true, 1e6, 1e9);

  /** Checks the numbers. */
  public PlacementSettings {
    if (samples < 1 || !(taskNanos > 0) || !(bandwidth > 0)) {
      throw new IllegalArgumentException(
          "samples must be at least 1, taskNanos and bandwidth above 0, but are %d, %s and %s"
              .formatted(samples, taskNanos, bandwidth));
    }
  }

  /** The same with another number of samples. */
  public PlacementSettings withSamples(int samples) {
    return new PlacementSettings(samples, locality, taskNanos, bandwidth);
  }

  /** The same with locality on or off. */
  public PlacementSettings withLocality(boolean locality) {
    return new PlacementSettings(samples, locality, taskNanos, bandwidth);
  }
}
