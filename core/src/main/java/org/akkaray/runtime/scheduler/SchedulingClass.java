package org.akkaray.runtime.scheduler;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Queued work that asks for the same resources: one queue, served by workers that each hold one
 * lease of that shape.
 */
public final class SchedulingClass {
  final ResourceSet demand;

  /**
   * Work in order of submission; what a waiting reader ran in place stays in it, claimed, until it
   * is dropped.
   */
  final Queue<Work> queue = new ConcurrentLinkedQueue<>();

  /**
   * Set while some worker looks for work here or is being started to do so: whoever submits
   * meanwhile needs not wake another.
   */
  final AtomicBoolean searching = new AtomicBoolean();

  /** Set while this class stands in the ledger's queue, so that it stands there once. */
  final AtomicBoolean waitingForResources = new AtomicBoolean();

  final AtomicBoolean warnedInfeasible = new AtomicBoolean();

  SchedulingClass(ResourceSet demand) {
    this.demand = demand;
  }

  public ResourceSet demand() {
    return demand;
  }

  boolean hasWork() {
    dropClaimed();
    return !queue.isEmpty();
  }

  /** The next work that the caller has claimed, or null. */
  @Nullable Work claimNext() {
    for (Work work; (work = queue.poll()) != null; ) {
      if (work.claim()) {
        return work;
      }
    }
    return null;
  }

  /**
   * Drops claimed work from the head, so that work run in place does not pile up while all workers
   * are busy.
   */
  void dropClaimed() {
    for (Work head; (head = queue.peek()) != null && head.isClaimed(); ) {
      queue.remove(head); // a head found at once; another thread may have polled it meanwhile
    }
  }

  /** How much work waits, counted up to a limit: who counts walks along the queue. */
  long queued(long limit) {
    return queue.stream().filter(work -> !work.isClaimed()).limit(limit).count();
  }
}
