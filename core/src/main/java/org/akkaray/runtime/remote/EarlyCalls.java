package org.akkaray.runtime.remote;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.akkaray.id.ActorId;

/**
 * Calls that arrive before their actor, which comes another way: they wait a while, in order.
 * Thread-safe.
 */
final class EarlyCalls {
  private static final long PATIENCE_SECONDS = 5;

  private final ActorParts parts;
  private final Predicate<ActorId> isSettled;
  private final Map<ActorId, Queue<Runnable>> waiting = new ConcurrentHashMap<>();

  /**
   * @param isSettled whether it is known here where an actor is, or what became of it
   */
  EarlyCalls(ActorParts parts, Predicate<ActorId> isSettled) {
    this.parts = parts;
    this.isSettled = isSettled;
  }

  /** Does something with an actor once it is here, or has been waited for in vain. */
  void whenHere(ActorId id, Runnable use) {
    if (waiting.isEmpty() && isSettled.test(id)) {
      use.run();
      return;
    }
    synchronized (waiting) {
      Queue<Runnable> queue = waiting.get(id);
      if (queue == null && isSettled.test(id)) {
        use.run();
        return;
      }
      if (queue == null) {
        queue = new ArrayDeque<>();
        waiting.put(id, queue);
        parts.timer().schedule(() -> admit(id), PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      queue.add(use);
    }
  }

  /** The actor is here, or is known never to come. */
  void admit(ActorId id) {
    if (waiting.isEmpty()) {
      return;
    }
    synchronized (waiting) {
      Queue<Runnable> queue = waiting.get(id);
      if (queue != null) {
        queue.forEach(Runnable::run);
        waiting.remove(id);
      }
    }
  }
}
