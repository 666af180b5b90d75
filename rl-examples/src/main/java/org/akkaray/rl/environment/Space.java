package org.akkaray.rl.environment;

import java.util.Arrays;

/** The set of valid actions or observations of an {@link Environment}. Values are float arrays. */
public sealed interface Space {

  /** Number of floats of one value: 1 for {@link Discrete}, the dimension for {@link Box}. */
  int size();

  /** Whether the value is in the space. Never true for an array of another length or for NaN. */
  boolean contains(float[] value);

  /**
   * The numbers 0 to n - 1; a value is an array with one whole number.
   *
   * @param n how many there are, at least 1
   */
  record Discrete(int n) implements Space {
    public Discrete {
      if (n < 1) {
        throw new IllegalArgumentException("Discrete: n must be at least 1, not " + n);
      }
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public boolean contains(float[] value) {
      return value.length == 1
          && value[0] >= 0
          && value[0] < n
          && value[0] == (float) Math.floor(value[0]);
    }

    @Override
    public String toString() {
      return "Discrete(" + n + ")";
    }
  }

  /** Vectors of floats, each between a lower and an upper bound that both belong to the space. */
  final class Box implements Space {
    private final float[] low;
    private final float[] high;

    private Box(float[] low, float[] high) {
      this.low = low;
      this.high = high;
    }

    /**
     * A box with these bounds, which may be infinite.
     *
     * @throws IllegalArgumentException if the lengths differ or are 0, or a lower bound is NaN or
     *     above its upper bound
     */
    public static Box of(float[] low, float[] high) {
      if (low.length != high.length || low.length == 0) {
        throw new IllegalArgumentException(
            "Box: low has %d bounds, high has %d".formatted(low.length, high.length));
      }
      for (int i = 0; i < low.length; i++) {
        if (!(low[i] <= high[i])) {
          throw new IllegalArgumentException(
              "Box: bound %d: low %s is not at most high %s".formatted(i, low[i], high[i]));
        }
      }
      return new Box(low.clone(), high.clone());
    }

    /** A box whose lower bounds are the negated upper bounds. */
    public static Box symmetric(float... high) {
      float[] low = high.clone();
      for (int i = 0; i < low.length; i++) {
        low[i] = -low[i];
      }
      return of(low, high);
    }

    /** Lower bound of dimension {@code i}. */
    public float low(int i) {
      return low[i];
    }

    /** Upper bound of dimension {@code i}. */
    public float high(int i) {
      return high[i];
    }

    @Override
    public int size() {
      return low.length;
    }

    @Override
    public boolean contains(float[] value) {
      if (value.length != low.length) {
        return false;
      }
      for (int i = 0; i < value.length; i++) {
        if (!(value[i] >= low[i] && value[i] <= high[i])) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box
          && Arrays.equals(low, box.low)
          && Arrays.equals(high, box.high);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
    }

    @Override
    public String toString() {
      return "Box(" + Arrays.toString(low) + ", " + Arrays.toString(high) + ")";
    }
  }
}
