package org.akkaray.rl.es;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Fitness shaping: returns are replaced by their ranks, spread evenly over [-0.5, 0.5], so that one
 * lucky episode weighs no more than any other best one (Wierstra et al. 2014, "Natural Evolution
 * Strategies"; Salimans et al. 2017). Equal returns share the mean of their ranks: a population
 * that all does the same gives no direction, and none is made up.
 */
final class CentredRanks {
  private CentredRanks() {}

  static double[] of(double[] returns) {
    int n = returns.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> returns[i]));
    double[] ranks = new double[n];
    int from = 0;
    while (from < n) {
      int to = from + 1;
      while (to < n && returns[order[to]] == returns[order[from]]) {
        to++;
      }
      double rank = (from + to - 1) / 2.0;
      for (int i = from; i < to; i++) {
        ranks[order[i]] = n == 1 ? 0 : rank / (n - 1) - 0.5;
      }
      from = to;
    }
    return ranks;
  }
}
