package org.akkaray.rl.policy;

import org.akkaray.rl.environment.NumpyRandom;

/**
 * Standard normal numbers that follow from a seed alone, on every machine: the polar method of
 * Marsaglia and Bray 1964, "A Convenient Method for Generating Normal Variables", over {@link
 * NumpyRandom} and {@link StrictMath}. Not thread-safe.
 */
public final class GaussianSource {
  private final NumpyRandom random;
  private double spare;
  private boolean hasSpare;

  /**
   * The source of this seed.
   *
   * @param seed 0 or above
   */
  public GaussianSource(long seed) {
    random = new NumpyRandom(seed);
  }

  /** The next number. */
  public double next() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = random.uniform(-1, 1);
      y = random.uniform(-1, 1);
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    hasSpare = true;
    return x * factor;
  }
}
