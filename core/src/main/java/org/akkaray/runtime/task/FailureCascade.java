package org.akkaray.runtime.task;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Passes failures on along the data edges, one call after the other on one thread: in recursion, a
 * chain of a hundred thousand dependents would need as many stack frames.
 */
final class FailureCascade {
  /** What is still to be failed by the calling thread; null while it fails nothing. */
  private static final ThreadLocal<@Nullable Queue<Runnable>> PENDING = new ThreadLocal<>();

  private FailureCascade() {}

  /** Runs a step, now or, within another step, after that one. */
  static void run(Runnable step) {
    Queue<Runnable> pending = PENDING.get();
    if (pending != null) {
      pending.add(step);
      return;
    }
    Queue<Runnable> steps = new ArrayDeque<>();
    PENDING.set(steps);
    try {
      for (Runnable next = step; next != null; next = steps.poll()) {
        next.run();
      }
    } finally {
      PENDING.remove();
    }
  }
}
