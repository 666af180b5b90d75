package org.akkaray.runtime.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queued work on this node as its resources allow.
 *
 * <p>Work that asks for the same resources shares a queue (a {@link SchedulingClass}). A worker is
 * a virtual thread that holds one lease of its class and runs work until the queue is empty or
 * others have waited for its resources for a {@linkplain #SLICE_NANOS while}; so the ledger is
 * touched once per burst, not once per task. Work that blocks gives its CPUs back, upon which the
 * ledger starts further workers: a thousand blocked calls cost memory only.
 *
 * <p>Waking a thread costs tens of microseconds, many times a short task. Hence a submitter wakes a
 * worker only if none is on its way, a worker that finds more than it can do wakes the next, and
 * one that runs out of work looks again for {@link #SPIN_NANOS} before it ends.
 */
public final class LocalScheduler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalScheduler.class);

  /** How long a worker keeps its resources while others wait for them. */
  static final long SLICE_NANOS = 1_000_000;

  /** How long a worker without work looks for more, without resources, before it ends. */
  static final long SPIN_NANOS = 20_000;

  private final ResourceLedger ledger;
  private final LongSupplier nanoTime;
  private final Map<ResourceSet, SchedulingClass> classes = new ConcurrentHashMap<>();
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final AtomicLong workerNumber = new AtomicLong();
  private volatile boolean closed;

  public LocalScheduler(ResourceLedger ledger, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.nanoTime = nanoTime;
  }

  public ResourceLedger ledger() {
    return ledger;
  }

  /** The class of all work with this demand; the same object for equal demands. */
  public SchedulingClass classFor(ResourceSet demand) {
    SchedulingClass known = classes.get(demand);
    return known != null ? known : classes.computeIfAbsent(demand, SchedulingClass::new);
  }

  /** Queues work whose inputs exist. */
  public void submit(SchedulingClass schedulingClass, Work work) {
    schedulingClass.queue.offer(work);
    if (!schedulingClass.searching.get() && !schedulingClass.waitingForResources.get()) {
      wake(schedulingClass);
    }
  }

  /**
   * Runs work on the calling thread, which is about to wait for it, if nobody has begun it and the
   * thread holds enough resources or can have them at once.
   *
   * @param held what the calling thread holds, null if nothing
   * @return whether the work was run to its end
   */
  public boolean tryRunInPlace(SchedulingClass schedulingClass, Work work, @Nullable Lease held) {
    if (work.isClaimed() || closed) {
      return false;
    }
    if (held != null && held.covers(schedulingClass.demand)) {
      if (!work.claim()) {
        return false;
      }
      schedulingClass.dropClaimed();
      work.run(held);
      return true;
    }
    if (held != null || !ledger.tryAcquire(schedulingClass.demand)) {
      return false;
    }
    Lease lease = new Lease(ledger, schedulingClass.demand);
    try {
      if (!work.claim()) {
        return false;
      }
      schedulingClass.dropClaimed();
      work.run(lease);
      return true;
    } finally {
      lease.release();
    }
  }

  /**
   * Starts a worker for the class unless one is on its way or resources are short, in which case it
   * waits for them.
   */
  private void wake(SchedulingClass schedulingClass) {
    if (closed || !schedulingClass.searching.compareAndSet(false, true)) {
      return;
    }
    if (ledger.tryAcquire(schedulingClass.demand)) {
      startWorker(schedulingClass);
    } else {
      schedulingClass.searching.set(false);
      waitForResources(schedulingClass);
    }
  }

  private void waitForResources(SchedulingClass schedulingClass) {
    if (!schedulingClass.waitingForResources.compareAndSet(false, true)) {
      return;
    }
    if (!ledger.isFeasible(schedulingClass.demand)
        && schedulingClass.warnedInfeasible.compareAndSet(false, true)) {
      log.warn(
          "Work that asks for {} cannot run: this node has {} in all. It stays pending until such resources appear.",
          schedulingClass.demand,
          ledger.total());
    }
    ledger.acquire(
        schedulingClass.demand,
        () -> {
          schedulingClass.waitingForResources.set(false);
          schedulingClass.searching.set(true);
          startWorker(schedulingClass);
        });
  }

  private void startWorker(SchedulingClass schedulingClass) {
    Thread.ofVirtual()
        .name("ray-worker-" + workerNumber.incrementAndGet())
        .start(() -> work(schedulingClass));
  }

  /** A worker's life; begins with a lease and with the class's {@code searching} set. */
  private void work(SchedulingClass schedulingClass) {
    workers.add(Thread.currentThread());
    try {
      Lease lease = new Lease(ledger, schedulingClass.demand);
      boolean searching = true;
      long since = nanoTime.getAsLong();
      while (!closed) {
        Work work = schedulingClass.claimNext();
        if (work == null) {
          lease.release();
          if (!searching && !schedulingClass.searching.compareAndSet(false, true)) {
            return; // somebody else looks
          }
          if (!findMore(schedulingClass)) {
            return;
          }
          searching = true;
          lease = new Lease(ledger, schedulingClass.demand);
          since = nanoTime.getAsLong();
          continue;
        }
        if (searching) {
          searching = false;
          schedulingClass.searching.set(false);
          if (!schedulingClass.queue.isEmpty()) {
            wake(schedulingClass);
          }
        }
        work.run(lease);
        if (ledger.isContended() && nanoTime.getAsLong() - since > SLICE_NANOS) {
          if (schedulingClass.hasWork()) {
            waitForResources(schedulingClass); // at the back of those that wait
          }
          lease.release();
          return;
        }
      }
      lease.release();
    } finally {
      workers.remove(Thread.currentThread());
    }
  }

  /**
   * Looks for work, holding nothing, with {@code searching} set; true with a lease acquired, else
   * searching is cleared.
   */
  private boolean findMore(SchedulingClass schedulingClass) {
    long end = nanoTime.getAsLong() + SPIN_NANOS;
    do {
      if (schedulingClass.hasWork()) {
        if (ledger.tryAcquire(schedulingClass.demand)) {
          return true;
        }
        schedulingClass.searching.set(false);
        waitForResources(schedulingClass);
        return false;
      }
      Thread.onSpinWait();
    } while (nanoTime.getAsLong() < end && !closed);
    schedulingClass.searching.set(false);
    if (schedulingClass.hasWork()) { // submitted between the last look and the flag's reset
      wake(schedulingClass);
    }
    return false;
  }

  /** Work that waits, by what it asks for. */
  public Map<ResourceSet, Long> queued() {
    return queued(Long.MAX_VALUE);
  }

  /** As {@link #queued()}, but for each demand no more than a limit is counted, to save time. */
  public Map<ResourceSet, Long> queued(long limit) {
    Map<ResourceSet, Long> counts = new ConcurrentHashMap<>();
    classes.forEach((demand, schedulingClass) -> {
      long queued = schedulingClass.queued(limit);
      if (queued > 0) {
        counts.put(demand, queued);
      }
    });
    return counts;
  }

  /** Whether nothing runs or waits. */
  public boolean isIdle() {
    return workers.isEmpty() && queued().isEmpty();
  }

  /** Takes out of the queues what nobody has begun; for the end of the node. */
  public List<Work> takeQueued() {
    List<Work> taken = new ArrayList<>();
    for (SchedulingClass schedulingClass : classes.values()) {
      for (Work work; (work = schedulingClass.queue.poll()) != null; ) {
        if (!work.isClaimed()) {
          taken.add(work);
        }
      }
    }
    return taken;
  }

  /**
   * Starts nothing more, interrupts what runs, and waits for it up to a time. Returns those that
   * did not end.
   */
  public List<Thread> close(Duration patience) {
    closed = true;
    workers.forEach(Thread::interrupt);
    long end = System.nanoTime() + patience.toNanos();
    for (Thread worker : workers) {
      try {
        long left = end - System.nanoTime();
        if (worker == Thread.currentThread() || left <= 0 || !worker.join(Duration.ofNanos(left))) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return List.copyOf(workers);
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
