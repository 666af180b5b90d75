package org.akkaray.gcs.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.akkaray.id.TaskId;

/**
 * Which records of calls that nobody needs are kept for people to look at: so many per second are
 * written, and the last so many stay. Guarded by its monitor.
 */
final class History {
  private final LineageSettings settings;
  private final LongSupplier nanoTime;
  private final Queue<TaskId> kept = new ArrayDeque<>();
  private double allowed;
  private long last;

  History(LineageSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.allowed = settings.historyPerSecond();
    this.last = nanoTime.getAsLong();
  }

  /** How many more may be written now. */
  synchronized int room() {
    long now = nanoTime.getAsLong();
    allowed =
        Math.min(
            settings.historyPerSecond(),
            allowed + settings.historyPerSecond() * (now - last) / 1e9);
    last = now;
    return (int) allowed;
  }

  /** Whether one more that is over may be written: a bucket that holds a second's worth. */
  synchronized boolean takesOneMore() {
    if (allowed < 1) {
      room();
    }
    if (allowed < 1) {
      return false;
    }
    allowed--;
    return true;
  }

  synchronized void add(TaskId call) {
    kept.add(call);
  }

  synchronized void forgotten(Collection<TaskId> calls) {
    kept.addAll(calls);
  }

  /** Those that have to make room. */
  synchronized List<TaskId> due() {
    List<TaskId> due = new ArrayList<>();
    while (kept.size() > settings.history()) {
      due.add(kept.remove());
    }
    return due;
  }
}
