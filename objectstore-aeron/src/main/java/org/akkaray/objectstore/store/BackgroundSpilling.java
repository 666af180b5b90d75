package org.akkaray.objectstore.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the objects that were not used for longest to disk once too much lies in memory only, so
 * that a store that fills up can take their memory at once. They stay readable in memory until it
 * is taken. What nobody can reach any more is collected before anything is written. Works on a
 * thread of its own, which ends when there is nothing left to do. Guarded by the store's lock.
 */
final class BackgroundSpilling {
  /**
   * It goes on until so much less than the threshold is left, or it would start for each object.
   */
  private static final int SLACK_PART = 32;

  /** What is put and deleted again at once, as in a loop, is nothing to write. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StoreMemory memory;
  private final SpillWriter writer;
  private final Garbage garbage;
  private final long threshold;
  private final long goal;
  private boolean running;
  private long pauseNanos;
  private long pausedAt;

  /**
   * @param threshold the part of the store, from 0 to 1, that may lie in memory only; 1 for all
   */
  BackgroundSpilling(StoreMemory memory, SpillWriter writer, Garbage garbage, double threshold) {
    this.memory = memory;
    this.writer = writer;
    this.garbage = garbage;
    long capacity = memory.allocator.capacity();
    this.threshold = threshold >= 1 ? Long.MAX_VALUE : (long) (threshold * capacity);
    this.goal = Math.max(0, this.threshold - capacity / SLACK_PART);
  }

  /** Begins if it is time; to be called when an object was added. */
  void check() {
    if (!running && memoryOnly() > threshold && !isPausing()) {
      running = true;
      Thread.ofVirtual().name("ray-spill").start(this::run);
    }
  }

  private boolean isPausing() {
    return pauseNanos > 0 && System.nanoTime() - pausedAt < pauseNanos;
  }

  private long memoryOnly() {
    return memory.order.memoryOnlyBytes();
  }

  private void run() {
    LockSupport.parkNanos(GRACE_NANOS);
    memory.lock.lock();
    try {
      pauseNanos = 0;
      if (memoryOnly() <= threshold) {
        return;
      }
      while (!memory.isClosed() && memoryOnly() > goal) {
        if (garbage.isWorthCollecting(memory.allocator.used())) {
          garbage.collect(memory, () -> memoryOnly() <= goal);
        } else if (!writeOne()) {
          break;
        }
      }
    } finally {
      running = false;
      memory.lock.unlock();
    }
  }

  private boolean writeOne() {
    int slot = memory.order.nextToWrite();
    if (slot != ObjectIndex.NONE) {
      writer.write(slot);
      if (writer.failure() == null) {
        return true;
      }
    }
    pauseNanos = slot == ObjectIndex.NONE ? PAUSE_NANOS : PAUSE_AFTER_FAILURE_NANOS;
    pausedAt = System.nanoTime();
    return false;
  }
}
