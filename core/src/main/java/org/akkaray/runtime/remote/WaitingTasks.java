package org.akkaray.runtime.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.SchedulingClass;
import org.akkaray.runtime.task.TaskInvocation;

/**
 * Tasks that no node can take now, in order within each scheduling class. Tasks of one class that
 * have no wishes of their own are alike: when one does not fit, the others behind it need not be
 * tried. Those that want a certain node, or to be near their inputs, wait apart from them, so that
 * no task holds up others that could run. Thread-safe.
 */
final class WaitingTasks {
  /** How many of those with wishes are tried that did not fit before the rest is left for later. */
  private static final int TRIED = 64;

  private record Kind(SchedulingClass schedulingClass, boolean plain) {}

  private final Map<Kind, Deque<TaskInvocation>> queues = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean placing = new AtomicBoolean();
  private volatile boolean again;

  /** Whether tasks like this one wait already, so that it should wait behind them. */
  boolean hasLike(TaskInvocation task, boolean plain) {
    if (size.get() == 0) {
      return false;
    }
    Deque<TaskInvocation> queue = queues.get(new Kind(task.schedulingClass(), plain));
    return queue != null && !queue.isEmpty();
  }

  void add(TaskInvocation task, boolean plain) {
    queues
        .computeIfAbsent(
            new Kind(task.schedulingClass(), plain), kind -> new ConcurrentLinkedDeque<>())
        .add(task);
    size.incrementAndGet();
  }

  int size() {
    return size.get();
  }

  /**
   * Offers what waits to {@code place}, which says whether it took the task. If another thread does
   * that already, it begins once more when it is through.
   */
  void offerAll(Predicate<TaskInvocation> place) {
    again = true;
    while (again && size.get() > 0 && placing.compareAndSet(false, true)) {
      try {
        again = false;
        queues.forEach((kind, queue) -> offer(queue, kind.plain ? 1 : TRIED, place));
      } finally {
        placing.set(false);
      }
    }
  }

  private void offer(Deque<TaskInvocation> queue, int misfits, Predicate<TaskInvocation> place) {
    Deque<TaskInvocation> left = new ArrayDeque<>(misfits);
    for (TaskInvocation task; left.size() < misfits && (task = queue.poll()) != null; ) {
      if (task.isClaimed() || place.test(task)) { // claimed: it was cancelled meanwhile
        size.decrementAndGet();
      } else {
        left.push(task);
      }
    }
    left.forEach(queue::addFirst);
  }

  /** How many wait, by what they ask for. */
  Map<ResourceSet, Long> demands() {
    Map<ResourceSet, Long> counts = new HashMap<>();
    queues.forEach((kind, queue) -> {
      long waiting = queue.stream().filter(task -> !task.isClaimed()).count();
      if (waiting > 0) {
        counts.merge(kind.schedulingClass.demand(), waiting, Long::sum);
      }
    });
    return counts;
  }
}
