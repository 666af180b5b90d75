package org.akkaray.gcs.lineage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers calls in {@link Stripes}; a writer thread takes them every few milliseconds, leaves out
 * those that are over and that nobody needs, and writes the others' records through {@link
 * RecordWriter}.
 */
public final class BatchingLineageLog implements LineageLog {
  private static final Logger LOG = LoggerFactory.getLogger(BatchingLineageLog.class);
  private static final int FORGET_AT_ONCE = 10_000;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final LineageSettings settings;
  private final Table<TaskId, TaskRecord> tasks;
  private final Table<String, FunctionRecord> functions;
  private final EventBuffer events;
  private final RecordWriter writer;
  private final History history;
  private final Stripes stripes;
  private final Thread thread;
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();

  /** Calls that were handed over and are neither skipped nor durable. */
  private final AtomicLong waiting = new AtomicLong();

  private volatile boolean closed;

  private BatchingLineageLog(
      LineageSettings settings,
      Table<TaskId, TaskRecord> tasks,
      Table<String, FunctionRecord> functions,
      Table<UniqueId, EventRecord> events) {
    this.settings = settings;
    this.tasks = tasks;
    this.functions = functions;
    this.events = new EventBuffer(events, settings.history());
    this.writer = new RecordWriter(tasks, count -> waiting.addAndGet(-count));
    this.history = new History(settings, System::nanoTime);
    this.stripes = new Stripes(waiting::addAndGet);
    this.thread = Thread.ofPlatform().daemon().name("ray-lineage").unstarted(this::run);
  }

  /** The log of a node, as its settings say. */
  public static LineageLog open(
      LineageSettings settings,
      Table<TaskId, TaskRecord> tasks,
      Table<String, FunctionRecord> functions,
      Table<UniqueId, EventRecord> events) {
    if (settings.mode() == LineageSettings.Mode.OFF) {
      return OFF;
    }
    BatchingLineageLog log = new BatchingLineageLog(settings, tasks, functions, events);
    log.thread.start();
    return log;
  }

  @Override
  public void submitted(LineageEntry call) {
    if (settings.mode() == LineageSettings.Mode.SYNC) {
      writeNow(call);
      return;
    }
    if (call.enter()) {
      stripes.add(call);
    }
    if (waiting.get() > settings.bound()) {
      awaitRoom();
    }
  }

  private void writeNow(LineageEntry call) {
    call.setLogged(true);
    try {
      tasks.put(call.toRecord()).toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlStoreException("Interrupted while the call's lineage was written", e);
    } catch (ExecutionException e) {
      throw new ControlStoreException(
          "The call's lineage could not be written: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** The store is slow: so are submitters from here on. */
  private void awaitRoom() {
    waits.incrementAndGet();
    while (waiting.get() > settings.bound() && !closed && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, settings.batchInterval().toNanos());
    }
  }

  @Override
  public void changed(LineageEntry call) {
    if (call.enter()) {
      stripes.add(call);
    }
  }

  @Override
  public void uses(FunctionRecord function) {
    functions
        .put(function)
        .whenComplete((done, failure) -> {
          if (failure != null && !closed) {
            LOG.debug("Function {} is not in the function table yet", function.name(), failure);
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> uses(function));
          }
        });
  }

  @Override
  public void happened(EventRecord event) {
    events.add(event);
  }

  @Override
  public boolean isSync() {
    return settings.mode() == LineageSettings.Mode.SYNC;
  }

  @Override
  public void forget(Collection<TaskId> calls) {
    history.forgotten(calls);
  }

  @Override
  public void forget(JobId job) {
    flush(CLOSE);
    TableQuery query = TableQuery.first(FORGET_AT_ONCE).where("job", job.toString());
    forgetAll(query);
  }

  private void forgetAll(TableQuery query) {
    tasks
        .scan(query)
        .thenCompose(found ->
            tasks
                .deleteAll(found.stream().map(TaskRecord::id).toList())
                .thenApply(done -> found.size()))
        .whenComplete((count, failure) -> {
          if (failure != null) {
            LOG.warn("The lineage of a job that is over stays: {}", failure.toString());
          } else if (count == query.limit()) {
            forgetAll(query);
          }
        });
  }

  @Override
  public boolean flush(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long target = writer.cycle() + 2; // the cycle that is on its way may have missed the last call
    while (writer.cycle() < target || waiting.get() > 0) {
      if (System.nanoTime() - deadline > 0 || !thread.isAlive()) {
        return waiting.get() == 0 && writer.cycle() >= target;
      }
      LockSupport.unpark(thread);
      LockSupport.parkNanos(this, 500_000);
    }
    return true;
  }

  @Override
  public Stats stats() {
    return new Stats(stripes.added(), writer.written(), skipped.get(), waiting.get(), waits.get());
  }

  @Override
  public void close() {
    flush(CLOSE);
    closed = true;
    writer.close();
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (waiting.get() > 0) {
      LOG.warn(
          "{} calls' lineage was not written: the control store did not take it in time.",
          waiting.get());
    }
  }

  private void run() {
    while (!closed) {
      List<TaskRecord> records = new ArrayList<>();
      List<TaskId> dropped = new ArrayList<>();
      try {
        stripes.drain(call -> take(call, records, dropped));
        writer.write(records);
        writer.delete(dropped);
        writer.delete(history.due());
        events.write();
      } catch (RuntimeException e) {
        waiting.addAndGet(-records.size());
        LOG.error("Lineage of {} calls is lost by a mistake of akka-ray", records.size(), e);
      }
      writer.endCycle();
      LockSupport.parkNanos(this, settings.batchInterval().toNanos());
    }
  }

  private void take(LineageEntry call, List<TaskRecord> records, List<TaskId> dropped) {
    call.leave();
    boolean isDone = call.isOver() && !call.isNeeded();
    if (isDone && !history.takesOneMore()) {
      if (call.isLogged()) {
        dropped.add(call.id());
      } else {
        skipped.incrementAndGet();
      }
      waiting.decrementAndGet();
      return;
    }
    try {
      TaskRecord record = call.toRecord();
      call.setLogged(true);
      records.add(record);
      if (isDone) {
        history.add(record.id());
      }
    } catch (RuntimeException e) {
      waiting.decrementAndGet();
      LOG.warn("A call's lineage cannot be written", e);
    }
  }
}
