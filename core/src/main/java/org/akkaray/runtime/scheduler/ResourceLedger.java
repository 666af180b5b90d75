package org.akkaray.runtime.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * What a node has, what is free of it, and who waits for it.
 *
 * <p>Grants are first come, first served among those that fit: a small request may pass a large one
 * that does not fit yet, but only for {@link #PATIENCE_NANOS}; after that nothing passes it, so a
 * demand for the whole node is met in the end. Work that had resources, gave them back while it was
 * blocked and is awake again goes before all others.
 *
 * <p>Thread-safe. Callbacks of grants run on the thread that freed the resources, outside the lock.
 */
public final class ResourceLedger {
  /** How long a waiting request lets others pass. */
  static final long PATIENCE_NANOS = 50_000_000;

  private record Request(ResourceSet demand, Runnable granted, long since) {}

  private final LongSupplier nanoTime;
  private final Map<String, Long> totalOthers = new HashMap<>();
  private final Map<String, Long> freeOthers = new HashMap<>();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final GpuSlots gpuSlots;
  private long totalCpu;
  private long freeCpu;

  /**
   * Whether anybody waits; read without the lock by workers that decide whether to keep what they
   * hold.
   */
  private volatile boolean contended;

  public ResourceLedger(ResourceSet total, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.gpuSlots =
        new GpuSlots((int) Math.floor(total.toMap().getOrDefault(ResourceSet.GPU, 0.0)));
    add(total);
  }

  /** Takes the resources if they are free now and nobody has waited too long for them. */
  public synchronized boolean tryAcquire(ResourceSet demand) {
    if (contended) {
      Request oldest = waiting.peekFirst();
      if (oldest != null
          && nanoTime.getAsLong() - oldest.since > PATIENCE_NANOS
          && feasible(oldest.demand)) {
        return false;
      }
    }
    if (!fits(demand)) {
      return false;
    }
    take(demand);
    return true;
  }

  /**
   * Takes the resources now or, when they are free, later; {@code granted} runs once they are
   * taken.
   */
  public void acquire(ResourceSet demand, Runnable granted) {
    if (tryAcquire(demand)) {
      granted.run();
    } else {
      enqueue(new Request(demand, granted, nanoTime.getAsLong()), false);
    }
  }

  /**
   * Takes back a request that waits.
   *
   * @param granted what was passed to {@link #acquire}
   * @return false if it does not wait: the resources were granted, or are just being
   */
  public boolean withdraw(Runnable granted) {
    boolean withdrawn;
    List<Request> grants;
    synchronized (this) {
      withdrawn = waiting.removeIf(request -> request.granted == granted);
      grants = grants(); // it may have held up others
    }
    grants.forEach(request -> request.granted.run());
    return withdrawn;
  }

  /**
   * Takes the resources, before all who have none yet, and blocks until it has them. Not
   * interruptible.
   */
  public void acquireAgain(ResourceSet demand) {
    synchronized (this) {
      if (fits(demand)) {
        take(demand);
        return;
      }
    }
    CountDownLatch granted = new CountDownLatch(1);
    enqueue(new Request(demand, granted::countDown, nanoTime.getAsLong()), true);
    boolean interrupted = false;
    while (true) {
      try {
        granted.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public void release(ResourceSet held) {
    List<Request> grants;
    synchronized (this) {
      give(held);
      grants = contended ? grants() : List.of();
    }
    grants.forEach(request -> request.granted.run());
  }

  /** Adds to the node's total: a placement group's bundle, for example. */
  public void grow(ResourceSet added) {
    List<Request> grants;
    synchronized (this) {
      add(added);
      grants = grants();
    }
    grants.forEach(request -> request.granted.run());
  }

  /**
   * Takes from the node's total what {@link #grow} added; what is still held goes when it is
   * released.
   */
  public synchronized void shrink(ResourceSet removed) {
    totalCpu -= removed.cpuUnits();
    freeCpu -= removed.cpuUnits();
    removed
        .otherUnits()
        .forEach((name, units) -> {
          totalOthers.computeIfPresent(
              name, (n, total) -> total.equals(units) ? null : total - units);
          freeOthers.computeIfPresent(
              name,
              (n, free) -> free.equals(units) && !totalOthers.containsKey(n) ? null : free - units);
        });
  }

  GpuSlots gpuSlots() {
    return gpuSlots;
  }

  /** Whether the node could ever meet this demand, with everything free. */
  public synchronized boolean isFeasible(ResourceSet demand) {
    return feasible(demand);
  }

  /** Whether anybody waits for resources. */
  public boolean isContended() {
    return contended;
  }

  public synchronized ResourceSet total() {
    return ResourceSet.ofUnits(totalCpu, totalOthers);
  }

  public synchronized ResourceSet free() {
    return ResourceSet.ofUnits(freeCpu, freeOthers);
  }

  /** Demands that wait now, oldest first. */
  public synchronized List<ResourceSet> pending() {
    return waiting.stream().map(Request::demand).toList();
  }

  private void enqueue(Request request, boolean first) {
    List<Request> grants;
    synchronized (this) {
      if (first) {
        waiting.addFirst(request);
      } else {
        waiting.addLast(request);
      }
      contended = true;
      grants = grants(); // it may have become free since the caller looked
    }
    grants.forEach(grant -> grant.granted.run());
  }

  private List<Request> grants() {
    List<Request> grants = new ArrayList<>();
    long now = nanoTime.getAsLong();
    Iterator<Request> requests = waiting.iterator();
    while (requests.hasNext()) {
      Request request = requests.next();
      if (fits(request.demand)) {
        take(request.demand);
        requests.remove();
        grants.add(request);
      } else if (now - request.since > PATIENCE_NANOS && feasible(request.demand)) {
        break;
      }
    }
    contended = !waiting.isEmpty();
    return grants;
  }

  private void add(ResourceSet added) {
    totalCpu += added.cpuUnits();
    freeCpu += added.cpuUnits();
    added
        .otherUnits()
        .forEach((name, units) -> {
          totalOthers.merge(name, units, Long::sum);
          freeOthers.merge(name, units, Long::sum);
        });
  }

  private boolean feasible(ResourceSet demand) {
    return enough(demand, totalCpu, totalOthers);
  }

  private boolean fits(ResourceSet demand) {
    return enough(demand, freeCpu, freeOthers);
  }

  private static boolean enough(ResourceSet demand, long cpu, Map<String, Long> others) {
    if (demand.cpuUnits() > cpu && demand.cpuUnits() > 0) {
      return false;
    }
    Map<String, Long> wanted = demand.otherUnits();
    if (!wanted.isEmpty()) {
      for (Map.Entry<String, Long> amount : wanted.entrySet()) {
        if (others.getOrDefault(amount.getKey(), 0L) < amount.getValue()) {
          return false;
        }
      }
    }
    return true;
  }

  private void take(ResourceSet demand) {
    freeCpu -= demand.cpuUnits();
    if (!demand.otherUnits().isEmpty()) {
      demand.otherUnits().forEach((name, units) -> freeOthers.merge(name, -units, Long::sum));
    }
  }

  private void give(ResourceSet held) {
    freeCpu += held.cpuUnits();
    if (!held.otherUnits().isEmpty()) {
      held.otherUnits()
          .forEach((name, units) ->
              freeOthers.compute(
                  name,
                  (n, free) -> {
                    long sum = (free == null ? 0 : free) + units;
                    return sum == 0 && !totalOthers.containsKey(n) ? null : Long.valueOf(sum);
                  }));
    }
  }
}
