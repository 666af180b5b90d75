package org.akkaray.objectstore.store;

/**
 * Decides when a full store asks for a garbage collection before it writes to disk. Objects die
 * with their references, which the collector does not hurry to collect, since it does not know of
 * memory outside its heap; writing dead objects to disk would be waste, and so is collecting again
 * and again when all are alive. So a collection is tried when an eighth of the store was filled
 * since the last; if that gave little, after twice as much, and so on. Guarded by the store's lock.
 */
final class Garbage {
  private static final int FIRST_PART = 8;
  private static final int WORTHWHILE_PART = 16;
  private static final int LAST_TIMES = 4;

  private final long capacity;
  private long interval;
  private long filled;
  private long usedBefore;

  Garbage(long capacity) {
    this.capacity = capacity;
    this.interval = capacity / FIRST_PART;
    this.filled = interval;
  }

  void filled(long bytes) {
    filled += bytes;
  }

  /** Whether to collect now; {@link #collected} must follow. */
  boolean isWorthCollecting(long used) {
    if (filled < interval) {
      return false;
    }
    filled = 0;
    usedBefore = used;
    return true;
  }

  void collected(long used) {
    interval =
        usedBefore - used >= capacity / WORTHWHILE_PART
            ? capacity / FIRST_PART
            : Math.min(2 * interval, LAST_TIMES * capacity);
  }
}
