package org.akkaray.objectstore.store;

/**
 * Which sealed object loses its memory next. Copies of what other nodes have go first; then what
 * was not used for longest, whether it lies on disk already or must be written before. Guarded by
 * the store's lock.
 */
final class EvictionOrder {
  private final ObjectIndex index;
  private final LeastRecentlyUsed secondary;
  private final LeastRecentlyUsed onDisk;
  private final LeastRecentlyUsed memoryOnly;
  private long uses;

  EvictionOrder(ObjectIndex index) {
    this.index = index;
    this.secondary = new LeastRecentlyUsed(index);
    this.onDisk = new LeastRecentlyUsed(index);
    this.memoryOnly = new LeastRecentlyUsed(index);
  }

  private LeastRecentlyUsed listOf(int slot) {
    if (index.isSecondary(slot)) {
      return secondary;
    }
    return index.isOnDisk(slot) ? onDisk : memoryOnly;
  }

  void add(int slot) {
    index.setLastUse(slot, ++uses);
    listOf(slot).add(slot);
  }

  void remove(int slot) {
    listOf(slot).remove(slot);
  }

  void used(int slot) {
    index.setLastUse(slot, ++uses);
    listOf(slot).used(slot);
  }

  /** Changes something that decides in which list a slot of this order is. */
  void change(int slot, Runnable change) {
    listOf(slot).remove(slot);
    change.run();
    listOf(slot).add(slot);
  }

  /**
   * The object that is to go next, {@link ObjectIndex#NONE} if all are pinned.
   *
   * @param mayWrite whether it may be one that must be written to disk first
   */
  int next(boolean mayWrite) {
    int copy = secondary.oldestWithoutPin();
    if (copy != ObjectIndex.NONE) {
      return copy;
    }
    int written = onDisk.oldestWithoutPin();
    int unwritten = mayWrite ? memoryOnly.oldestWithoutPin() : ObjectIndex.NONE;
    if (written == ObjectIndex.NONE || unwritten == ObjectIndex.NONE) {
      return Math.max(written, unwritten);
    }
    return index.lastUse(unwritten) < index.lastUse(written) ? unwritten : written;
  }

  /** The object that is to be written to disk next; {@link ObjectIndex#NONE} if there is none. */
  int nextToWrite() {
    return memoryOnly.oldestWithoutPin();
  }

  /** Bytes of objects that lie in memory only and have no copy elsewhere. */
  long memoryOnlyBytes() {
    return memoryOnly.bytes();
  }
}
