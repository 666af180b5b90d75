package org.akkaray.benchmarks.rows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Holds tasks of this JVM back until it is opened. It is static because tasks get copies of what
 * they are given; one row at a time uses it.
 */
final class Gate {
  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static final Semaphore ARRIVED = new Semaphore(0);

  private Gate() {}

  static void shut() {
    ARRIVED.drainPermits();
    gate = new CountDownLatch(1);
  }

  static void open() {
    gate.countDown();
  }

  /** Counts the task that calls it. */
  static void arrive() {
    ARRIVED.release();
  }

  /** Waits until so many tasks have arrived. */
  static void awaitArrivals(int count) {
    try {
      if (!ARRIVED.tryAcquire(count, 120, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "only %d of %d tasks had begun after 120 s"
                .formatted(ARRIVED.availablePermits(), count));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tasks began", e);
    }
  }

  /** A task that keeps its CPU until the gate is opened. */
  static Integer hold() {
    arrive();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
