package org.akkaray.runtime.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.akkaray.id.UniqueId;

/**
 * How often this node got one thing from whom, to be given back when nobody here can reach it any
 * more. Thread-safe.
 */
final class Borrowing {
  private final Map<UniqueId, Long> times = new HashMap<>(2);
  private boolean over;

  /** Got it once more; false if it was given back meanwhile, so that this is another loan. */
  synchronized boolean add(UniqueId lender) {
    if (!over) {
      times.merge(lender, 1L, Long::sum);
    }
    return !over;
  }

  /** The owner itself is a lender from now on; all others can have theirs back. */
  synchronized Map<UniqueId, Long> settle(UniqueId owner) {
    Map<UniqueId, Long> others = new HashMap<>(times);
    others.remove(owner);
    times.keySet().retainAll(Set.of(owner));
    return others;
  }

  /** Ends the loan: each lender is given back what it lent. */
  void end(BiConsumer<UniqueId, Long> giveBack) {
    Map<UniqueId, Long> all;
    synchronized (this) {
      over = true;
      all = Map.copyOf(times);
      times.clear();
    }
    all.forEach(giveBack);
  }
}
