package org.akkaray.rl.policy;

/**
 * Shifts and scales observations before a policy sees them, and clips what lies beyond five
 * deviations, as Salimans et al. 2017 do.
 *
 * @param mean what is subtracted from each value; not changed by anyone
 * @param deviation what the difference is divided by, above 0
 */
public record Normalization(float[] mean, float[] deviation) {
  private static final float LIMIT = 5;

  /** The scaling that changes nothing but values beyond the limit of 5. */
  public static Normalization none(int size) {
    return new ObservationStatistics(size).normalization();
  }

  /** Writes the normalized observation to {@code into}, which may be the same array. */
  public void apply(float[] observation, float[] into) {
    for (int i = 0; i < mean.length; i++) {
      into[i] = Math.clamp((observation[i] - mean[i]) / deviation[i], -LIMIT, LIMIT);
    }
  }
}
