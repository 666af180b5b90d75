package org.akkaray.runtime.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What this node has reserved for placement groups. A bundle's resources are taken from the ledger
 * as a call's are, and then added to it again under names of the group's own, from which only its
 * calls draw. Guarded by its monitor.
 */
public final class ReservedBundles {
  private enum State {
    WAITING,
    TAKEN,
    COMMITTING,
    COMMITTED,
    GIVEN_BACK
  }

  private record Key(PlacementGroupId group, int round) {}

  private final ResourceLedger ledger;
  private final Map<Key, Entry> entries = new HashMap<>();

  private final class Entry implements Runnable {
    final UniqueId owner;
    final BundleReservation bundles;
    final Runnable taken;
    State state = State.WAITING;

    Entry(UniqueId owner, BundleReservation bundles, Runnable taken) {
      this.owner = owner;
      this.bundles = bundles;
      this.taken = taken;
    }

    @Override
    public void run() {
      boolean wanted;
      synchronized (ReservedBundles.this) {
        wanted = state == State.WAITING;
        if (wanted) {
          state = State.TAKEN;
        }
      }
      if (wanted) {
        taken.run();
      } else {
        ledger.release(bundles.taken());
      }
    }
  }

  public ReservedBundles(ResourceLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Takes the bundles' resources, all at once, as soon as they are free.
   *
   * @param owner the node that keeps the group: with it goes the reservation
   * @param taken called when they are taken
   */
  public void prepare(UniqueId owner, BundleReservation bundles, Runnable taken) {
    Entry entry = new Entry(owner, bundles, taken);
    synchronized (this) {
      if (entries.putIfAbsent(key(bundles), entry) != null) {
        return;
      }
    }
    ledger.acquire(bundles.taken(), entry);
  }

  private static Key key(BundleReservation bundles) {
    return new Key(bundles.group(), bundles.round());
  }

  /** Lets the group's calls have what was taken; false if nothing is. */
  public boolean commit(BundleReservation bundles) {
    Entry entry;
    synchronized (this) {
      entry = entries.get(key(bundles));
      if (entry == null || entry.state != State.TAKEN) {
        return false;
      }
      entry.state = State.COMMITTING;
    }
    ledger.grow(entry.bundles.offered());
    synchronized (this) {
      if (entry.state == State.COMMITTING) {
        entry.state = State.COMMITTED;
        return true;
      }
    }
    undo(entry); // given back meanwhile
    return false;
  }

  private void undo(Entry entry) {
    ledger.shrink(entry.bundles.offered());
    ledger.release(entry.bundles.taken());
  }

  /** Gives back what was taken, or takes back the request. */
  public void giveBack(BundleReservation bundles) {
    Entry entry;
    State before;
    synchronized (this) {
      entry = entries.remove(key(bundles));
      if (entry == null) {
        return;
      }
      before = entry.state;
      entry.state = State.GIVEN_BACK;
    }
    switch (before) {
      case WAITING -> ledger.withdraw(entry); // if it is just being granted, it releases itself
      case TAKEN -> ledger.release(entry.bundles.taken());
      case COMMITTING -> {} // whoever commits it will see
      case COMMITTED -> undo(entry);
      case GIVEN_BACK -> {}
    }
  }

  /** A node is gone, and with it the groups that it kept. */
  public void nodeDown(UniqueId gone) {
    List<Entry> orphans;
    synchronized (this) {
      orphans = entries.values().stream().filter(entry -> entry.owner.equals(gone)).toList();
    }
    orphans.forEach(orphan -> giveBack(orphan.bundles));
  }

  /** All that groups have of this node. */
  public synchronized ResourceSet reserved() {
    ResourceSet sum = ResourceSet.EMPTY;
    for (Entry entry : new ArrayList<>(entries.values())) {
      if (entry.state != State.WAITING) {
        sum = sum.plus(entry.bundles.taken());
      }
    }
    return sum;
  }
}
