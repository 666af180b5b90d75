package org.akkaray.objectstore.store;

import java.util.function.IntPredicate;

/** The sealed objects in memory, in the order of their last use. Guarded by the store's lock. */
final class LeastRecentlyUsed {
  private final ObjectIndex index;
  private int oldest = ObjectIndex.NONE;
  private int newest = ObjectIndex.NONE;

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
  }

  void used(int slot) {
    if (slot != newest) {
      remove(slot);
      add(slot);
    }
  }

  /**
   * The one that was not used for longest among those without a pin, or {@link ObjectIndex#NONE}.
   */
  int oldestWithoutPin() {
    return oldest(slot -> index.pins(slot) == 0);
  }

  /** As {@link #oldestWithoutPin}, among those that need not be written to disk. */
  int oldestToDrop() {
    return oldest(
        slot -> index.pins(slot) == 0 && (index.isOnDisk(slot) || index.isSecondary(slot)));
  }

  private int oldest(IntPredicate condition) {
    int slot = oldest;
    while (slot != ObjectIndex.NONE && !condition.test(slot)) {
      slot = index.newer(slot);
    }
    return slot;
  }
}
