package org.akkaray.runtime.actor;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps each caller's calls of one actor in order while an argument of an earlier one is not ready:
 * later calls of the same caller are held behind it, those of other callers pass. Costs a volatile
 * read while nothing is held.
 */
final class SubmissionOrder {
  private final Map<Object, ArrayDeque<ActorCall>> heldByCaller = new IdentityHashMap<>();
  private final Map<ActorCall, Object> callers = new IdentityHashMap<>();
  private volatile boolean holding;

  /** Whether any call is held, so that new ones must go through {@link #admit}. */
  boolean isHolding() {
    return holding;
  }

  /** Holds a call if its inputs are not there or an earlier call of its caller is held. */
  synchronized void admit(Object caller, ActorCall call) {
    ArrayDeque<ActorCall> held = heldByCaller.get(caller);
    if (held == null) {
      if (call.inputsAreThere()) {
        return;
      }
      held = new ArrayDeque<>();
      heldByCaller.put(caller, held);
    }
    held.add(call);
    callers.put(call, caller);
    holding = true;
  }

  synchronized boolean holds(ActorCall call) {
    return callers.containsKey(call);
  }

  /**
   * Passes on, in order, the calls that may be queued now that this one has its inputs or is over.
   *
   * @param queue called with the monitor held, or two threads could turn the order around
   */
  synchronized void release(ActorCall ready, Consumer<ActorCall> queue) {
    Object caller = callers.get(ready);
    if (caller == null) {
      return;
    }
    ArrayDeque<ActorCall> held = heldByCaller.get(caller);
    while (!held.isEmpty() && (held.peek().hasInputs() || held.peek().isClaimed())) {
      ActorCall first = held.remove();
      callers.remove(first);
      queue.accept(first);
    }
    if (held.isEmpty()) {
      heldByCaller.remove(caller);
      holding = !heldByCaller.isEmpty();
    }
  }
}
