package org.akkaray.objectstore.transfer;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.PullPriority;
import org.jspecify.annotations.Nullable;

/**
 * The pulls of a node: each object once, the urgent ones first, first come first served among
 * equals. An object's size is known once a holder has answered; if there is no room for it then, it
 * comes back here and is started again when there is. Less urgent and later ones do not overtake
 * it, or a stream of small objects would keep a large one out for ever. Not thread-safe.
 */
final class PullQueue {
  private static final Comparator<Pull> ORDER =
      Comparator.<Pull, PullPriority>comparing(p -> p.priority).thenComparingLong(p -> p.sequence);

  private final int maxActive;
  private final Map<ObjectId, Pull> all = new HashMap<>();
  private final TreeSet<Pull> waiting = new TreeSet<>(ORDER);
  private long sequence;

  /**
   * An empty one.
   *
   * @param maxActive how many pulls are under way at the same time at most
   */
  PullQueue(int maxActive) {
    this.maxActive = maxActive;
  }

  /** The pull of this object: a new one that waits, or the one that is there. */
  Pull add(ObjectId id, List<Holder> holders, PullPriority priority) {
    Pull pull = all.get(id);
    if (pull == null) {
      pull = new Pull(id, priority, sequence++);
      all.put(id, pull);
      waiting.add(pull);
    } else if (priority.compareTo(pull.priority) < 0) {
      boolean waits = waiting.remove(pull);
      pull.priority = priority;
      if (waits) {
        waiting.add(pull);
      }
    }
    pull.holders.add(holders);
    return pull;
  }

  /**
   * The next pull to start, which counts as active from now on; null if none may start.
   *
   * @param freeBytes the room there is; asked for only if it matters
   * @param now the time by {@link System#nanoTime}
   */
  @Nullable Pull next(LongSupplier freeBytes, long now) {
    if (waiting.isEmpty() || active() >= maxActive) {
      return null;
    }
    Pull first = waiting.first();
    if (first.backsOff(now)
        || (first.roomNeeded() > 0 && first.roomNeeded() > freeBytes.getAsLong())) {
      return null;
    }
    return waiting.pollFirst();
  }

  /** An active pull has to wait again, in its old place. */
  void waitAgain(Pull pull) {
    waiting.add(pull);
  }

  /** The pull is over. */
  void remove(Pull pull) {
    waiting.remove(pull);
    all.remove(pull.id, pull);
  }

  /** The pull of this object; null if there is none. */
  @Nullable Pull get(ObjectId id) {
    return all.get(id);
  }

  /** All pulls, active and waiting. */
  Collection<Pull> all() {
    return all.values();
  }

  int active() {
    return all.size() - waiting.size();
  }

  int waiting() {
    return waiting.size();
  }
}
