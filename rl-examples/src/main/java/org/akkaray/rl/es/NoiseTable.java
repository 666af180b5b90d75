package org.akkaray.rl.es;

import org.akkaray.rl.policy.GaussianSource;
import org.akkaray.rl.policy.Seeds;

/**
 * One long array of standard normal numbers that all workers share; a perturbation is a slice of it
 * and is named by its offset, so no message ever carries noise (Salimans et al. 2017, section 2.1).
 * Immutable by agreement: nobody writes to the values.
 */
final class NoiseTable {
  private final float[] values;

  /** Wraps the values as they came out of the object store. */
  NoiseTable(float[] values) {
    this.values = values;
  }

  /** Draws a table of this many numbers from the run's seed. */
  static NoiseTable create(long seed, int size) {
    GaussianSource source = new GaussianSource(Seeds.derive(seed, Stream.NOISE.ordinal()));
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) source.next();
    }
    return new NoiseTable(values);
  }

  float[] values() {
    return values;
  }

  /** Where the slice of a pair starts: decided by run, iteration and pair, not by who asks. */
  int offset(long seed, int iteration, int pair, int length) {
    long random = Seeds.derive(seed, Stream.OFFSET.ordinal(), iteration, pair);
    return (int) (random % (values.length - length + 1));
  }

  /** Writes {@code center + scale * slice} to {@code into}. */
  void perturb(float[] center, float scale, int offset, float[] into) {
    for (int i = 0; i < center.length; i++) {
      into[i] = center[i] + scale * values[offset + i];
    }
  }

  /** Adds {@code weight * slice} to {@code sum}. */
  void accumulate(double weight, int offset, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[offset + i];
    }
  }

  /** What a derived seed is for; the first part of its path. */
  enum Stream {
    NOISE,
    OFFSET,
    EPISODE,
    EVALUATION,
    INITIALIZATION
  }
}
