package org.akkaray.rl.environment;

/**
 * The random numbers of {@code numpy.random.default_rng(seed)}, bit for bit, as far as environments
 * need them: a seed is spread by numpy's {@code SeedSequence} (after O'Neill's {@code seed_seq_fe})
 * and drives PCG64, the XSL-RR 128/64 generator of O'Neill 2014, "PCG: A Family of Simple Fast
 * Space-Efficient Statistically Good Algorithms for Random Number Generation". Not thread-safe.
 */
public final class NumpyRandom {
  private static final long MULTIPLIER_HIGH = 0x2360ED051FC65DA4L;
  private static final long MULTIPLIER_LOW = 0x4385DF649FCCF645L;

  private static final int POOL_SIZE = 4;

  private final long incrementHigh;
  private final long incrementLow;
  private long stateHigh;
  private long stateLow;

  /**
   * The generator of {@code default_rng(seed)}.
   *
   * @throws IllegalArgumentException if the seed is negative
   */
  public NumpyRandom(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed: must be 0 or above, not " + seed);
    }
    long[] words = seedSequence(seed, 4);
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    // State 0, one step, add the initial state, another step.
    advance();
    long low = stateLow + words[1];
    stateHigh += words[0] + (Long.compareUnsigned(low, stateLow) < 0 ? 1 : 0);
    stateLow = low;
    advance();
  }

  /** The next 64 bits. */
  public long nextLong() {
    advance();
    return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
  }

  /** The next number in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** The next number in [low, high), as {@code Generator.uniform(low, high)} draws it. */
  public double uniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  private void advance() {
    long low = stateLow * MULTIPLIER_LOW;
    long high =
        Math.unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW)
            + stateHigh * MULTIPLIER_LOW
            + stateLow * MULTIPLIER_HIGH;
    stateLow = low + incrementLow;
    stateHigh = high + incrementHigh + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
  }

  /** {@code SeedSequence(seed).generate_state(words, uint64)}. */
  static long[] seedSequence(long seed, int words) {
    int[] pool = mixEntropy((int) seed, (int) (seed >>> 32));
    long[] out = new long[words];
    int hash = 0x8b51f9dd;
    for (int i = 0; i < 2 * words; i++) {
      int value = pool[i % POOL_SIZE] ^ hash;
      hash *= 0x58f38ded;
      value *= hash;
      value ^= value >>> 16;
      out[i / 2] |= Integer.toUnsignedLong(value) << 32 * (i % 2);
    }
    return out;
  }

  /** Missing entropy words count as 0, so a seed below 2^32 needs no case of its own. */
  private static int[] mixEntropy(int low, int high) {
    EntropyHash hash = new EntropyHash();
    int[] pool = {hash.of(low), hash.of(high), hash.of(0), hash.of(0)};
    for (int source = 0; source < POOL_SIZE; source++) {
      for (int target = 0; target < POOL_SIZE; target++) {
        if (source != target) {
          int mixed = 0xca01f9dd * pool[target] - 0x4973f715 * hash.of(pool[source]);
          pool[target] = mixed ^ mixed >>> 16;
        }
      }
    }
    return pool;
  }

  private static final class EntropyHash {
    private int constant = 0x43b0d7e5;

    int of(int value) {
      int hashed = value ^ constant;
      constant *= 0x931e8875;
      hashed *= constant;
      return hashed ^ hashed >>> 16;
    }
  }
}
