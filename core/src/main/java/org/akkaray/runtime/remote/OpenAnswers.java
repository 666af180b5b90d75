package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.UniqueId;

/**
 * How many calls this node runs for each other one. The last answer that a node waits for goes at
 * once; others wait for company. Thread-safe.
 */
final class OpenAnswers {
  private final NodeContext node;
  private final Map<UniqueId, AtomicInteger> open = new ConcurrentHashMap<>();

  OpenAnswers(NodeContext node) {
    this.node = node;
  }

  AtomicInteger begin(UniqueId owner) {
    AtomicInteger count = open.computeIfAbsent(owner, id -> new AtomicInteger());
    count.incrementAndGet();
    return count;
  }

  /**
   * An answer is queued.
   *
   * @param count what {@link #begin} returned
   */
  void answered(UniqueId owner, AtomicInteger count) {
    if (count.decrementAndGet() == 0) {
      node.links().flush(owner);
    }
  }

  void nodeDown(UniqueId gone) {
    open.remove(gone);
  }
}
