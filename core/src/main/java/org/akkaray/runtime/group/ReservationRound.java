package org.akkaray.runtime.group;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.akkaray.id.UniqueId;

/** One attempt to reserve what a group misses; guarded by the monitor of the table. */
final class ReservationRound {
  final int number;
  final Map<UniqueId, BundleReservation> asked;
  final long since = System.nanoTime();
  private final Set<UniqueId> taken = new HashSet<>();
  private final Set<UniqueId> committed = new HashSet<>();

  ReservationRound(int number, Map<UniqueId, BundleReservation> asked) {
    this.number = number;
    this.asked = asked;
  }

  /** A node has taken its bundles; whether all have now, for the first time. */
  boolean taken(UniqueId node) {
    return asked.containsKey(node) && taken.add(node) && isTaken();
  }

  boolean isTaken() {
    return taken.size() == asked.size();
  }

  /** A node's bundles are usable; whether all are now, for the first time. */
  boolean committed(UniqueId node) {
    return isTaken()
        && asked.containsKey(node)
        && committed.add(node)
        && committed.size() == asked.size();
  }
}
