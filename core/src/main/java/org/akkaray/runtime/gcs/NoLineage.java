package org.akkaray.runtime.gcs;

import java.time.Duration;
import java.util.Collection;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;

/** Mode {@code off}. */
final class NoLineage implements LineageLog {
  private final LineagePulse pulse = new LineagePulse();

  @Override
  public void submitted(LineageSource call) {}

  @Override
  public LineagePulse pulse() {
    return pulse;
  }

  @Override
  public void changed(LineageEntry call) {}

  @Override
  public void uses(FunctionRecord function) {}

  @Override
  public void happened(EventRecord event) {}

  @Override
  public boolean isSync() {
    return false;
  }

  @Override
  public void forget(Collection<TaskId> calls) {}

  @Override
  public void forget(JobId job) {}

  @Override
  public boolean flush(Duration timeout) {
    return true;
  }

  @Override
  public Stats stats() {
    return new Stats(0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
