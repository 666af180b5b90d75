package org.akkaray.gcs.lineage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.akkaray.runtime.gcs.LineagePulse;
import org.akkaray.runtime.gcs.LineageSource;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers calls in {@link Stripes}; the log's thread takes them every millisecond, lets those go
 * that end young and that nobody needs ({@link YoungCalls}), and writes the others' records through
 * {@link RecordWriter}: again when they are over, or gone from there if nobody needs them then.
 */
public final class BatchingLineageLog implements LineageLog {
  private static final Logger LOG = LoggerFactory.getLogger(BatchingLineageLog.class);
  private static final int FORGET_AT_ONCE = 10_000;
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long TICK_NANOS = 1_000_000;
  private static final long IDLE_TICK_NANOS = 10_000_000;
  private static final long BUSY_NANOS = 100_000_000;

  /** So many records are a batch. */
  private static final int BATCH = 4_000;

  /** How many calls are followed from their beginning between two ticks, at most. */
  private static final int SAMPLES = 256;

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

  private final YoungCalls young;
  private final Queue<LineageEntry> changed = new ConcurrentLinkedQueue<>();
  private final LineagePulse pulse = new LineagePulse();

  /** For the next batch; of the log's thread, as the next three. */
  private final List<TaskRecord> records = new ArrayList<>();

  private final List<TaskId> dropped = new ArrayList<>();
  private long lastBatch = System.nanoTime();

  private volatile boolean isFull;
  private volatile boolean isFlushing;
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
    this.young =
        new YoungCalls(settings.delay().toNanos() / 1000, this::takeFirst, this::takeFirst);
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
  public void submitted(LineageSource call) {
    if (settings.mode() == LineageSettings.Mode.SYNC) {
      writeNow(call.lineage(LineagePulse.now()));
      return;
    }
    stripes.add(call);
    if (isFull) {
      awaitRoom();
    }
  }

  @Override
  public LineagePulse pulse() {
    return pulse;
  }

  private void writeNow(LineageEntry call) {
    call.setLogged(true);
    try {
      tasks.put(RecordSize.fit(call.toRecord())).toCompletableFuture().get();
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
    while (isFull && !closed && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, settings.batchInterval().toNanos());
    }
  }

  @Override
  public void changed(LineageEntry call) {
    if (call.enter()) {
      changed.add(call);
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
    isFlushing = true;
    try {
      while (writer.cycle() < target || waiting.get() > 0) {
        if (System.nanoTime() - deadline > 0 || !thread.isAlive()) {
          return waiting.get() == 0 && writer.cycle() >= target;
        }
        LockSupport.unpark(thread);
        LockSupport.parkNanos(this, 500_000);
      }
      return true;
    } finally {
      isFlushing = false;
    }
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
    long lastWork = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      if (cycle(now)) {
        lastWork = now;
      }
      LockSupport.parkNanos(this, now - lastWork < BUSY_NANOS ? TICK_NANOS : IDLE_TICK_NANOS);
    }
  }

  /** Whether there was anything. */
  private boolean cycle(long now) {
    boolean isBusy = false;
    try {
      long micros = LineagePulse.now();
      int[] came = new int[1];
      stripes.drain(chunk -> {
        came[0] += chunk.size;
        nothing(young.add(chunk, micros));
      });
      boolean hasRoom = writer.hasRoom();
      if (hasRoom) {
        nothing(young.passOn(isFlushing ? Long.MAX_VALUE : micros));
        for (LineageEntry call = changed.poll(); call != null; call = changed.poll()) {
          take(call);
        }
      }
      isFull = waiting.get() > settings.bound();
      pulse.beat(micros, hasRoom ? Math.min(history.room(), SAMPLES) : 0);
      isBusy = came[0] > 0 || !records.isEmpty();
      if (hasRoom && isBatchDue(now)) {
        lastBatch = now;
        writer.write(List.copyOf(records));
        records.clear();
        dropped.addAll(history.due());
        writer.delete(List.copyOf(dropped));
        dropped.clear();
        events.write();
        writer.endCycle();
      }
    } catch (RuntimeException e) {
      LOG.error("Lineage of some calls is lost by a mistake of akka-ray", e);
    }
    return isBusy;
  }

  /**
   * Each batch is an event of each shard, however small: they are what the store's time goes to.
   */
  private boolean isBatchDue(long now) {
    return isFlushing
        || records.size() >= BATCH
        || now - lastBatch >= settings.batchInterval().toNanos();
  }

  private void nothing(int count) {
    if (count > 0) {
      skipped.addAndGet(count);
      waiting.addAndGet(-count);
    }
  }

  /** One that was submitted, and is written first. */
  private void takeFirst(LineageEntry call) {
    call.leave();
    if (isDone(call) && !history.takesOneMore()) {
      nothing(1);
      return;
    }
    write(call);
  }

  /** One that was written before. */
  private void take(LineageEntry call) {
    call.leave();
    if (!call.isLogged()) {
      return; // it comes again as one that was submitted
    }
    waiting.incrementAndGet();
    if (isDone(call) && !history.takesOneMore()) {
      dropped.add(call.id());
      waiting.decrementAndGet();
      return;
    }
    write(call);
  }

  private static boolean isDone(LineageEntry call) {
    return call.isOver() && !call.isNeeded();
  }

  private void write(LineageEntry call) {
    try {
      boolean isDone = isDone(call);
      call.setLogged(true);
      records.add(RecordSize.fit(call.toRecord()));
      if (isDone) {
        history.add(call.id());
      }
    } catch (RuntimeException e) {
      waiting.decrementAndGet();
      LOG.warn("A call's lineage cannot be written", e);
    }
  }
}
