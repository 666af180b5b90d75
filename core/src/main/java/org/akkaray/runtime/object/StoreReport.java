package org.akkaray.runtime.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What lies in a node's store, for people to look at.
 *
 * @param pid the node's process
 * @param capacity bytes that it has for objects
 * @param objects how many there are
 * @param bytesInMemory of all of them that are in memory
 * @param bytesOnDisk of all of them that lie on disk, in memory as well or not
 * @param largest the largest of them, the largest first
 */
public record StoreReport(
    long pid,
    long capacity,
    long objects,
    long bytesInMemory,
    long bytesOnDisk,
    List<Held> largest) {
  /**
   * An object and who holds it.
   *
   * @param onDisk whether its bytes lie on disk, in memory as well or not
   * @param pinnedBy the other processes of that host that have pinned it
   * @param createdAt the line of the program that created it; empty if the node does not note that
   */
  public record Held(StoredObject object, boolean onDisk, List<Long> pinnedBy, String createdAt) {
    public Held {
      pinnedBy = List.copyOf(pinnedBy);
    }
  }

  public StoreReport {
    largest = List.copyOf(largest);
  }

  /**
   * Of these objects.
   *
   * @param limit how many to show at most
   */
  public static StoreReport of(long pid, long capacity, List<Held> all, int limit) {
    long inMemory = 0;
    long onDisk = 0;
    for (Held held : all) {
      long size = held.object.size();
      inMemory += held.object.state() == StoredObject.State.SPILLED ? 0 : size;
      onDisk += held.onDisk ? size : 0;
    }
    List<Held> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(held -> -held.object.size()));
    return new StoreReport(
        pid,
        capacity,
        all.size(),
        inMemory,
        onDisk,
        sorted.subList(0, Math.min(limit, sorted.size())));
  }
}
