package org.akkaray.objectstore.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Decides when a store that fills up asks for a garbage collection before it writes to disk.
 * Objects die with their references, which the collector does not hurry to collect, since it does
 * not know of memory outside its heap; writing dead objects to disk would be waste, and so is
 * collecting again and again when all are alive. So a collection is tried when an eighth of the
 * store was filled since the last; if that gave little, after twice as much, and so on. Guarded by
 * the store's lock.
 */
final class Garbage {
  private static final int FIRST_PART = 8;
  private static final int WORTHWHILE_PART = 16;
  private static final int LAST_TIMES = 4;

  /** When no object is deleted for so long after a garbage collection, no more are waited for. */
  private static final long DELETIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final long capacity;
  private long interval;
  private long filled;

  Garbage(long capacity) {
    this.capacity = capacity;
    this.interval = capacity / FIRST_PART;
    this.filled = interval;
  }

  void filled(long bytes) {
    filled += bytes;
  }

  /** Whether {@link #collect} is worth its while now, with so many bytes in use. */
  boolean isWorthCollecting(long used) {
    return used > 0 && filled >= interval;
  }

  /**
   * Lets the collector find dead references, whose objects are deleted by other threads. Gives the
   * lock up meanwhile.
   *
   * @param enough whether no more deletions need to be waited for; asked without the lock
   */
  void collect(StoreMemory memory, BooleanSupplier enough) {
    filled = 0;
    long before = memory.allocator.used();
    memory.lock.unlock();
    try {
      System.gc();
      long used = memory.allocator.used();
      long changed = System.nanoTime();
      while (!enough.getAsBoolean() && System.nanoTime() - changed < DELETIONS_NANOS) {
        LockSupport.parkNanos(POLL_NANOS);
        if (memory.allocator.used() != used) {
          used = memory.allocator.used();
          changed = System.nanoTime();
        }
      }
    } finally {
      memory.lock.lock();
    }
    if (!memory.isClosed()) {
      interval =
          before - memory.allocator.used() >= capacity / WORTHWHILE_PART
              ? capacity / FIRST_PART
              : Math.min(2 * interval, LAST_TIMES * capacity);
    }
  }
}
