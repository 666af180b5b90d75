package org.akkaray.runtime.task;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.LineagePulse;

/**
 * Where a node's calls leave their lineage: the control store's log, once there is one. Until then,
 * and without one, it is off, which costs a call one look. Thread-safe.
 */
public final class Lineage {
  private static final byte[] NO_SPEC = {};

  private final UniqueId node;
  private volatile LineageLog log = LineageLog.OFF;
  private volatile Function<Invocation, byte[]> specs = call -> NO_SPEC;

  /** Off. */
  public Lineage(UniqueId node) {
    this.node = node;
  }

  /**
   * From now on calls are logged.
   *
   * @param specWriter writes what is needed to run a call once more; nothing if it cannot be
   */
  public void connect(LineageLog toLog, Function<Invocation, byte[]> specWriter) {
    specs = specWriter;
    log = toLog;
  }

  /** What is needed to run the call once more; empty if it has been dropped already. */
  byte[] spec(SubmittedCall call) {
    return call instanceof Invocation whole ? specs.apply(whole) : NO_SPEC;
  }

  /** Whether calls are logged. */
  public boolean isOn() {
    return log != LineageLog.OFF;
  }

  LineageLog log() {
    return log;
  }

  UniqueId node() {
    return node;
  }

  /** Microseconds since 1970. */
  public long now() {
    return LineagePulse.now();
  }

  /**
   * A call is about to be started.
   *
   * @param caller the task that makes it
   */
  public void submitted(Invocation call, ExecutionContext caller) {
    LineageLog to = log;
    if (to != LineageLog.OFF) {
      submit(call, caller, to);
    }
  }

  private void submit(Invocation call, ExecutionContext caller, LineageLog to) {
    call.submittedBy(caller.taskId());
    if (to.isSync()) {
      call.lineage(now());
      try (Blocking ignored = Blocking.begin()) {
        to.submitted(call);
      }
      return;
    }
    if (to.pulse().takesSample()) {
      call.lineage(now());
    }
    to.submitted(call);
  }

  /** The time that the log last told; 0 while it is off. */
  long coarseNow() {
    return log.pulse().micros();
  }

  /** An attempt of a call came to nothing, and there will be another one. */
  void attemptFailed(CallLineage call, long startedMicros, int attempt, String reason) {
    log.happened(
        new EventRecord(
            UniqueId.randomId(),
            "attempt",
            call.name(),
            call.node(),
            Map.of(
                "task",
                call.id().toString(),
                "attempt",
                Integer.toString(attempt),
                "reason",
                reason),
            startedMicros,
            now()));
  }

  /** Nothing can need these calls any more. */
  public void forget(Collection<TaskId> calls) {
    log.forget(calls);
  }

  /** As {@link #forget(Collection)}. */
  public void forget(TaskId call) {
    log.forget(List.of(call));
  }
}
