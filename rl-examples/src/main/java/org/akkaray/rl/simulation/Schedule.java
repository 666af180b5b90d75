package org.akkaray.rl.simulation;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * How long work takes on paper, in steps: list scheduling (Graham 1966, "Bounds for Certain
 * Multiprocessing Anomalies"), where each slot takes the next piece when it is free, and barrier
 * rounds, where a round lasts as long as its longest piece.
 */
final class Schedule {
  static final int SHORTEST = 10;
  static final int LONGEST = 1000;
  private static final int DRAWS = 20_000;

  private Schedule() {}

  static long asTheyEnd(int[] lengths, int slots) {
    PriorityQueue<Long> free = new PriorityQueue<>();
    for (int i = 0; i < slots; i++) {
      free.add(0L);
    }
    long end = 0;
    for (int length : lengths) {
      long finished = free.remove() + length;
      free.add(finished);
      end = Math.max(end, finished);
    }
    return end;
  }

  static long inRounds(int[] lengths, int slots) {
    long total = 0;
    for (int first = 0; first < lengths.length; first += slots) {
      int to = Math.min(first + slots, lengths.length);
      total += Arrays.stream(lengths, first, to).max().orElse(0);
    }
    return total;
  }

  /** Mean time in rounds over mean time as they end, for three rounds of uniform lengths. */
  static double expectedGain(int slots) {
    Random random = new Random(0);
    double rounds = 0;
    double ends = 0;
    int draws = Math.max(200, DRAWS / slots);
    for (int draw = 0; draw < draws; draw++) {
      int[] lengths = random.ints(3L * slots, SHORTEST, LONGEST + 1).toArray();
      rounds += inRounds(lengths, slots);
      ends += asTheyEnd(lengths, slots);
    }
    return rounds / ends;
  }
}
