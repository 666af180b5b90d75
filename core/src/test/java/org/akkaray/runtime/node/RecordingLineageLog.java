package org.akkaray.runtime.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.LineagePulse;
import org.akkaray.runtime.gcs.LineageSource;
import org.akkaray.runtime.gcs.TaskRecord;

/** Takes each call at once, on the thread that tells of it. Guarded by its monitor. */
final class RecordingLineageLog implements LineageLog {
  private final LineagePulse pulse = new LineagePulse();
  private final Map<TaskId, LineageEntry> calls = new HashMap<>();
  private final Map<TaskId, TaskRecord> records = new HashMap<>();
  private final List<EventRecord> events = new ArrayList<>();
  private final List<FunctionRecord> functions = new ArrayList<>();

  synchronized TaskRecord record(TaskId id) {
    return records.get(id);
  }

  /** What a call is now, whatever it was when the log was last told of it. */
  synchronized TaskRecord now(TaskId id) {
    return calls.get(id).toRecord();
  }

  synchronized TaskRecord named(String name) {
    return records.values().stream()
        .filter(record -> record.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  synchronized List<EventRecord> events() {
    return List.copyOf(events);
  }

  synchronized List<FunctionRecord> functions() {
    return List.copyOf(functions);
  }

  @Override
  public synchronized void submitted(LineageSource source) {
    LineageEntry call = source.lineage(LineagePulse.now());
    calls.put(call.id(), call);
    changed(call);
  }

  @Override
  public LineagePulse pulse() {
    return pulse;
  }

  @Override
  public synchronized void changed(LineageEntry call) {
    records.put(call.id(), call.toRecord());
  }

  @Override
  public synchronized void uses(FunctionRecord function) {
    functions.add(function);
  }

  @Override
  public synchronized void happened(EventRecord event) {
    events.add(event);
  }

  @Override
  public boolean isSync() {
    return false;
  }

  @Override
  public synchronized void forget(Collection<TaskId> gone) {
    gone.forEach(records::remove);
  }

  @Override
  public synchronized void forget(JobId job) {
    records.keySet().removeIf(id -> id.getJobId().equals(job));
  }

  @Override
  public boolean flush(Duration timeout) {
    return true;
  }

  @Override
  public synchronized Stats stats() {
    return new Stats(calls.size(), records.size(), 0, 0, 0);
  }

  @Override
  public void close() {}
}
