package org.akkaray.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.scheduler.Lease;

/**
 * A stretch of time in which the calling thread waits: what it holds of CPUs goes to others
 * meanwhile. A thread that runs a call in place may hold several leases, one for each call that
 * waits on it.
 */
public final class Blocking implements AutoCloseable {
  private final List<Lease> suspended;

  private Blocking(List<Lease> suspended) {
    this.suspended = suspended;
  }

  /** The calling thread waits from now on. */
  public static Blocking begin() {
    List<Lease> suspended = new ArrayList<>(1);
    for (ExecutionContext context =
            CurrentRuntime.binding() instanceof ExecutionContext bound ? bound : null;
        context != null;
        context = context.below()) {
      Lease lease = context.lease();
      if (lease != null && lease.suspend()) {
        suspended.add(lease);
      }
    }
    return new Blocking(suspended);
  }

  /** Waits until the CPUs are free again, and takes them. */
  @Override
  public void close() {
    suspended.forEach(Lease::resume);
  }
}
