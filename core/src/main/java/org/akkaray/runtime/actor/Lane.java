package org.akkaray.runtime.actor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one concurrency group of one incarnation, and the drains that run its calls: as many
 * virtual threads at a time as the group allows, each of which lives while there are calls.
 *
 * <p>A drain that has been started but not begun may be taken over by a thread that waits for a
 * call in the queue: it runs the calls up to that one itself, on the spot, and passes the rest on.
 * So a call and its answer need no hand-over between threads when the actor is idle.
 */
final class Lane {
  /** How long a drain without calls looks for more before it ends. */
  private static final long SPIN_NANOS = 5_000;

  private final Incarnation incarnation;
  private final int maxConcurrency;
  private final Queue<ActorCall> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger active = new AtomicInteger();
  private final Set<Drain> drains = ConcurrentHashMap.newKeySet();

  /**
   * The drain that was started last; of interest while it has not begun. Kept by sequential lanes
   * only.
   */
  private volatile @Nullable Drain latest;

  Lane(Incarnation incarnation, int maxConcurrency) {
    this.incarnation = incarnation;
    this.maxConcurrency = maxConcurrency;
  }

  void submit(ActorCall call) {
    queue.offer(call);
    startDrainIfNeeded();
  }

  private void startDrainIfNeeded() {
    int running = active.get();
    while (running < maxConcurrency && incarnation.isOpen()) {
      if (active.compareAndSet(running, running + 1)) {
        startDrain();
        return;
      }
      running = active.get();
    }
  }

  private void startDrain() {
    Drain drain = new Drain();
    if (maxConcurrency == 1) {
      latest = drain;
    } else {
      drains.add(drain);
    }
    Thread.ofVirtual().name("ray-actor").start(drain);
  }

  /** Runs calls on the calling thread until this one has run, if no other thread has begun to. */
  void runInPlace(ActorCall call) {
    Drain drain = latest;
    if (drain != null && drain.begin()) {
      drain.runUntil(call);
    }
  }

  /** The calls that run now. */
  Collection<ActorCall> running() {
    List<ActorCall> running = new ArrayList<>();
    Drain sequential = latest;
    if (sequential != null && sequential.current != null) {
      running.add(sequential.current);
    }
    for (Drain drain : drains) {
      ActorCall current = drain.current;
      if (current != null) {
        running.add(current);
      }
    }
    return running;
  }

  void takeQueued(List<ActorCall> into) {
    for (ActorCall call; (call = queue.poll()) != null; ) {
      into.add(call);
    }
  }

  private final class Drain implements Runnable {
    private static final VarHandle BEGUN;

    static {
      try {
        BEGUN = MethodHandles.lookup().findVarHandle(Drain.class, "begun", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    @SuppressWarnings("unused") // through BEGUN
    private volatile boolean begun;

    private volatile @Nullable ActorCall current;

    boolean begin() {
      return BEGUN.compareAndSet(this, false, true);
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      do {
        runNext();
      } while (incarnation.isOpen() && (!queue.isEmpty() || findMore()));
      end();
    }

    private boolean findMore() {
      long end = System.nanoTime() + SPIN_NANOS;
      while (System.nanoTime() < end) {
        if (!queue.isEmpty()) {
          return true;
        }
        Thread.onSpinWait();
      }
      return false;
    }

    /** As {@link #run}, on the thread of a reader that waits for {@code target}. */
    void runUntil(ActorCall target) {
      while (incarnation.isOpen() && !target.isAnswered() && runNext()) {}
      if (incarnation.isOpen() && !queue.isEmpty()) {
        startDrain(); // in this one's place
      } else {
        end();
      }
    }

    private boolean runNext() {
      // Announced before it is taken: whoever ends the incarnation closes it and then looks here
      // and into the queue, so
      // that one of us sees the other and no call is lost or loses its place.
      ActorCall next = queue.peek();
      current = next;
      if (next == null || !incarnation.isOpen()) {
        current = null;
        return false;
      }
      ActorCall call = queue.poll();
      if (call
          != next) { // another drain was faster; or the incarnation ended, and its calls were taken
        current = call;
        if (call == null || !incarnation.isOpen()) {
          current = null;
          if (call != null) {
            incarnation.giveBack(call);
          }
          return false;
        }
      }
      if (call.claim()) {
        call.runOn(incarnation);
      }
      current = null;
      return true;
    }

    private void end() {
      if (maxConcurrency > 1) {
        drains.remove(this);
      }
      active.decrementAndGet();
      if (!queue.isEmpty()) { // submitted between the last look and the decrement
        startDrainIfNeeded();
      }
    }
  }
}
