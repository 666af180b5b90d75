package org.akkaray.gcs.lineage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of records until the store has them. A store that does not answer is reported
 * once, and once more when it is back. Used by the log's thread; answers come on others.
 */
final class RecordWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

  /** How many batches may be on their way. */
  private static final int BATCHES = 8;

  /** How many are started one after the other. */
  private static final int AT_ONCE = 2;

  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final Duration REPORT_AFTER = Duration.ofSeconds(5);

  private final Table<TaskId, TaskRecord> tasks;
  private final IntConsumer settled;
  private final Semaphore free = new Semaphore(BATCHES);
  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean isDown = new AtomicBoolean();
  private volatile long cycle;
  private long fullSince;
  private volatile boolean closed;

  /**
   * @param settled told how many calls are durable now
   */
  RecordWriter(Table<TaskId, TaskRecord> tasks, IntConsumer settled) {
    this.tasks = tasks;
    this.settled = settled;
  }

  /** Whether the store takes more now. */
  boolean hasRoom() {
    if (free.availablePermits() >= AT_ONCE) {
      fullSince = 0;
      return true;
    }
    long now = System.nanoTime();
    if (fullSince == 0) {
      fullSince = now;
    } else if (now - fullSince > REPORT_AFTER.toNanos()) {
      reportDown("it has not answered for " + REPORT_AFTER.toSeconds() + " s");
    }
    return false;
  }

  /** Starts to write; only if there is room. */
  void write(List<TaskRecord> records) {
    if (!records.isEmpty()) {
      start(() -> tasks.putAll(records), records.size());
    }
  }

  /** Starts to delete; only if there is room. */
  void delete(Collection<TaskId> calls) {
    if (!calls.isEmpty()) {
      start(() -> tasks.deleteAll(calls), 0);
    }
  }

  private void start(Supplier<CompletionStage<Void>> request, int count) {
    if (!free.tryAcquire()) {
      throw new IllegalStateException("There is no room.");
    }
    attempt(request, count);
  }

  private void attempt(Supplier<CompletionStage<Void>> request, int count) {
    CompletionStage<Void> answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) { // what cannot even be sent will not be sent the next time either
      LOG.error("The lineage of {} calls is lost: it cannot be written", count, e);
      settled.accept(count);
      free.release();
      return;
    }
    answer.whenComplete((nothing, failure) -> {
      if (failure == null) {
        reportUp();
        written.addAndGet(count);
        settled.accept(count);
        free.release();
      } else {
        reportDown(String.valueOf(failure.getMessage()));
        tryAgain(request, count);
      }
    });
  }

  private void tryAgain(Supplier<CompletionStage<Void>> request, int count) {
    if (!closed) {
      CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> attempt(request, count));
    }
  }

  /** Lets no attempt follow. */
  void close() {
    closed = true;
  }

  private void reportDown(String why) {
    if (!closed && isDown.compareAndSet(false, true)) {
      LOG.error(
          "The control store takes no lineage: {}. Work goes on until ray.gcs.lineage.bound calls"
              + " wait for it; then submitters wait.",
          why);
    }
  }

  private void reportUp() {
    if (isDown.get() && isDown.compareAndSet(true, false)) {
      LOG.warn("The control store takes lineage again.");
    }
  }

  void endCycle() {
    cycle++;
  }

  long cycle() {
    return cycle;
  }

  long written() {
    return written.get();
  }
}
