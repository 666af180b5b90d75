package org.akkaray.runtime.node;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
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
  private final Set<JobId> over = ConcurrentHashMap.newKeySet();
  private final BiFunction<JobId, JobDefinition, JobContext> start;
  private final Consumer<JobContext> ended;

  /**
   * @param start makes a job ready; may take its time, and throws with a sentence if it cannot
   * @param ended told when a job that was ready is over
   */
  Jobs(BiFunction<JobId, JobDefinition, JobContext> start, Consumer<JobContext> ended) {
    this.start = start;
    this.ended = ended;
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
    if (over.contains(job)) {
      failed.accept("Job " + job + " is over.");
      return;
    }
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
    if (over.contains(job)) {
      return;
    }
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
            Throwable reason =
                e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            log.warn("Job {} cannot run on this node: {}", job, reason.getMessage());
            log.debug("Why job {} cannot run.", job, e);
            settle(slot, null, "Job " + job + " cannot run here: " + reason.getMessage());
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

  @Override
  public void end(JobId job) {
    over.add(job);
    Slot slot = slots.remove(job);
    if (slot == null) {
      return;
    }
    JobContext known = slot.ready;
    if (known != null) {
      byRuntime.remove(known.services().runtime());
      ended.accept(known);
    } else {
      settle(slot, null, "Job " + job + " is over.");
    }
  }
}
