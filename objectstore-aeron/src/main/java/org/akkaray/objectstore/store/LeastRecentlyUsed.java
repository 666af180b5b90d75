package org.akkaray.objectstore.store;

import org.akkaray.objectstore.arena.ArenaDescriptor;

/**
 * Some of the sealed objects in memory, in the order of their last use, chained through the table:
 * an object is in one such list at a time. Guarded by the store's lock.
 */
final class LeastRecentlyUsed {
  private final ObjectIndex index;
  private int oldest = ObjectIndex.NONE;
  private int newest = ObjectIndex.NONE;
  private long bytes;

  LeastRecentlyUsed(ObjectIndex index) {
    this.index = index;
  }

  void add(int slot) {
    index.setOlder(slot, newest);
    index.setNewer(slot, ObjectIndex.NONE);
    if (newest != ObjectIndex.NONE) {
      index.setNewer(newest, slot);
    } else {
      oldest = slot;
    }
    newest = slot;
    bytes += roomOf(slot);
  }

  void remove(int slot) {
    int older = index.older(slot);
    int newer = index.newer(slot);
    if (older != ObjectIndex.NONE) {
      index.setNewer(older, newer);
    } else {
      oldest = newer;
    }
    if (newer != ObjectIndex.NONE) {
      index.setOlder(newer, older);
    } else {
      newest = older;
    }
    bytes -= roomOf(slot);
  }

  void used(int slot) {
    if (slot != newest) {
      remove(slot);
      add(slot);
    }
  }

  /** Bytes of memory that they take. */
  long bytes() {
    return bytes;
  }

  private long roomOf(int slot) {
    int unit = ArenaDescriptor.ALIGNMENT;
    return Math.max(1, (index.size(slot) + unit - 1) / unit) * unit;
  }

  /**
   * The one that was not used for longest among those without a pin, or {@link ObjectIndex#NONE}.
   */
  int oldestWithoutPin() {
    int slot = oldest;
    while (slot != ObjectIndex.NONE && index.pins(slot) > 0) {
      slot = index.newer(slot);
    }
    return slot;
  }
}
