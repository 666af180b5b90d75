package org.akkaray.runtime.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the node's graphics processors are whose. The ledger says how many may be held; here
 * they get their numbers, so that holders of whole ones never share, and fractions share as few as
 * possible. Thread-safe.
 */
final class GpuSlots {
  private final double[] used;

  GpuSlots(int gpus) {
    this.used = new double[gpus];
  }

  /**
   * Takes so many; whole ones that nobody uses, or a part of one. Fewer if the fractions in use
   * leave no whole ones.
   */
  synchronized List<Long> take(double amount) {
    List<Long> taken = new ArrayList<>();
    if (amount > 0 && amount < 1) {
      int best = -1;
      for (int i = 0; i < used.length; i++) {
        if (used[i] + amount <= 1 + 1e-9 && (best < 0 || used[i] > used[best])) {
          best = i;
        }
      }
      if (best >= 0) {
        used[best] += amount;
        taken.add((long) best);
      }
      return taken;
    }
    for (int i = 0; i < used.length && taken.size() < amount; i++) {
      if (used[i] == 0) {
        used[i] = 1;
        taken.add((long) i);
      }
    }
    return taken;
  }

  synchronized void giveBack(List<Long> taken, double amount) {
    for (long slot : taken) {
      int i = (int) slot;
      used[i] = amount < 1 ? Math.max(0, used[i] - amount) : 0;
      if (used[i] < 1e-9) {
        used[i] = 0;
      }
    }
  }
}
