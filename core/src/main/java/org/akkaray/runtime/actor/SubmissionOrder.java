package org.akkaray.runtime.actor;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.akkaray.runtime.task.Invocation;

/**
 * Keeps each caller's calls of one actor in order while an argument of an earlier one is not ready:
 * later calls of the same caller are held behind it, those of other callers pass. Costs a volatile
 * read while nothing is held.
 *
 * @param <C> the calls
 */
public final class SubmissionOrder<C extends Invocation> {
  private final Map<Object, ArrayDeque<C>> heldByCaller = new IdentityHashMap<>();
  private final Map<C, Object> callers = new IdentityHashMap<>();
  private volatile boolean holding;

  /** Whether any call is held, so that new ones must go through {@link #admit}. */
  public boolean isHolding() {
    return holding;
  }

  /** Nothing is held. */
  public SubmissionOrder() {}

  /** Holds a call if its inputs are not there or an earlier call of its caller is held. */
  public synchronized void admit(Object caller, C call) {
    ArrayDeque<C> held = heldByCaller.get(caller);
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

  public synchronized boolean holds(C call) {
    return callers.containsKey(call);
  }

  /**
   * Passes on, in order, the calls that may be queued now that this one has its inputs or is over.
   *
   * @param queue called with the monitor held, or two threads could turn the order around
   */
  public synchronized void release(C ready, Consumer<C> queue) {
    Object caller = callers.get(ready);
    if (caller == null) {
      return;
    }
    ArrayDeque<C> held = heldByCaller.get(caller);
    while (!held.isEmpty() && (held.peek().hasInputs() || held.peek().isClaimed())) {
      C first = held.remove();
      callers.remove(first);
      queue.accept(first);
    }
    if (held.isEmpty()) {
      heldByCaller.remove(caller);
      holding = !heldByCaller.isEmpty();
    }
  }
}
