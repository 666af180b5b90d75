package org.akkaray.rl.policy;

/**
 * Seeds for the many random decisions of a run, each derived from the run's one seed and a path of
 * numbers that names the decision (iteration, episode, ...). So a result does not depend on who
 * decides when. The mixing is SplitMix64's (Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom
 * Number Generators").
 */
public final class Seeds {
  private Seeds() {}

  /** The seed at the end of the path, 0 or above. */
  public static long derive(long seed, long... path) {
    long mixed = mix(seed);
    for (long part : path) {
      mixed = mix(mixed ^ part);
    }
    return mixed & Long.MAX_VALUE;
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
