package org.akkaray.runtime.remote;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.UniqueId;
import org.jspecify.annotations.Nullable;

/**
 * What this node has lent to others: it is kept until each has given it back as often as it got it.
 * Counting messages in both directions, not holders, makes the order of a loan and a return on
 * different ways irrelevant. Thread-safe.
 *
 * @param <K> names what is lent
 * @param <V> what is kept meanwhile
 */
final class Loans<K, V> {
  private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

  private static final class Entry<V> {
    final V kept;
    final Map<UniqueId, Long> lent = new HashMap<>(2);

    Entry(V kept) {
      this.kept = kept;
    }
  }

  /** Lends once more. */
  void lend(K key, V kept, UniqueId to) {
    entries.compute(
        key,
        (k, known) -> {
          Entry<V> entry = known != null ? known : new Entry<>(kept);
          entry.lent.merge(to, 1L, Long::sum);
          return entry;
        });
  }

  /** What is lent under this name; null if nothing is. */
  @Nullable V kept(K key) {
    Entry<V> entry = entries.get(key);
    return entry == null ? null : entry.kept;
  }

  /** A node gives back what it got so many times. */
  void returned(K key, UniqueId by, long times) {
    entries.computeIfPresent(
        key,
        (k, entry) -> {
          entry.lent.computeIfPresent(by, (node, lent) -> lent <= times ? null : lent - times);
          return entry.lent.isEmpty() ? null : entry;
        });
  }

  /** A node is gone, and holds nothing any more. */
  void forget(UniqueId node) {
    for (K key : List.copyOf(entries.keySet())) {
      returned(key, node, Long.MAX_VALUE);
    }
  }

  /** How many things are lent. */
  int size() {
    return entries.size();
  }
}
