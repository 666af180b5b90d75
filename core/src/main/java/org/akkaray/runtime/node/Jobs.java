package org.akkaray.runtime.node;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.akkaray.id.JobId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.remote.JobContext;
import org.akkaray.runtime.remote.JobContexts;
import org.akkaray.runtime.wire.JobDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that this node knows: its own driver's, and those whose calls came from other nodes. A
 * job that comes is made ready on a thread of its own, since its code may have to be fetched; what
 * arrives for it meanwhile waits in order. Thread-safe.
 */
final class Jobs implements JobContexts {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);

  private record Waiting(Consumer<JobContext> use, Consumer<String> failed) {}

  /** One job's place; its queue is guarded by its monitor. */
  private static final class Slot {
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private volatile @Nullable JobContext ready;
    private @Nullable String failure;
    private boolean starting;
  }

  private final Map<JobId, Slot> slots = new ConcurrentHashMap<>();
  private final Map<RayRuntime, JobContext> byRuntime = new ConcurrentHashMap<>();
  private final BiFunction<JobId, JobDefinition, JobContext> start;

  /**
   * @param start makes a job ready; may take its time, and throws with a sentence if it cannot
   */
  Jobs(BiFunction<JobId, JobDefinition, JobContext> start) {
    this.start = start;
  }

  /** Adds a job that is ready. */
  void add(JobContext context) {
    byRuntime.put(context.services().runtime(), context);
    settle(slot(context.job()), context, null);
  }

  private Slot slot(JobId job) {
    return slots.computeIfAbsent(job, id -> new Slot());
  }

  @Override
  public @Nullable JobContext get(JobId job) {
    Slot slot = slots.get(job);
    return slot == null ? null : slot.ready;
  }

  @Override
  public void with(JobId job, Consumer<JobContext> use, Consumer<String> failed) {
    Slot slot = slot(job);
    synchronized (slot) {
      if (slot.ready == null && slot.failure == null) {
        slot.waiting.add(new Waiting(use, failed));
        return;
      }
      hand(slot, new Waiting(use, failed));
    }
  }

  private static void hand(Slot slot, Waiting to) {
    JobContext ready = slot.ready;
    if (ready != null) {
      to.use.accept(ready);
    } else {
      to.failed.accept(slot.failure);
    }
  }

  @Override
  public void define(JobId job, JobDefinition definition) {
    Slot slot = slot(job);
    synchronized (slot) {
      if (slot.ready != null || slot.starting) {
        return;
      }
      slot.starting = true;
      slot.failure = null;
    }
    Thread.ofVirtual()
        .name("ray-job-" + job)
        .start(() -> {
          try {
            add(start.apply(job, definition));
          } catch (RuntimeException | LinkageError e) {
            log.warn("Job {} cannot run on this node: {}", job, e.getMessage(), e);
            settle(slot, null, "Job " + job + " cannot run here: " + e.getMessage());
          }
        });
  }

  /** Ready messages are handed over with the monitor held, so that none that comes later passes. */
  private static void settle(Slot slot, @Nullable JobContext ready, @Nullable String failure) {
    synchronized (slot) {
      slot.failure = failure;
      slot.starting = false;
      if (ready != null) {
        for (Waiting next; (next = slot.waiting.poll()) != null; ) {
          next.use.accept(ready);
        }
        slot.ready = ready;
      } else {
        for (Waiting next; (next = slot.waiting.poll()) != null; ) {
          next.failed.accept(failure);
        }
      }
    }
  }

  @Override
  public JobContext of(RayRuntime runtime) {
    return byRuntime.get(runtime);
  }

  /** Forgets a job that is over. */
  @Nullable JobContext remove(JobId job) {
    Slot slot = slots.remove(job);
    JobContext known = slot == null ? null : slot.ready;
    if (known != null) {
      byRuntime.remove(known.services().runtime());
    }
    return known;
  }
}
