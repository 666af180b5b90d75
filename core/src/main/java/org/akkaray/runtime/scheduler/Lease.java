package org.akkaray.runtime.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources that one thread holds while it runs work. While the work is blocked its CPUs go back to
 * the ledger; other resources (a GPU, memory, a custom token) stay with it, since what they stand
 * for is still in use.
 *
 * <p>{@link #suspend} and {@link #resume} are for the thread that holds it; {@link #release} may
 * come from another one, as when an actor is killed while its method is blocked.
 */
public final class Lease {
  private final ResourceLedger ledger;
  private final ResourceSet demand;
  private boolean suspended;
  private boolean released;
  private @Nullable List<Long> gpuIds;
  private double gpus;

  /** Wraps resources that the caller has acquired. */
  public Lease(ResourceLedger ledger, ResourceSet demand) {
    this.ledger = ledger;
    this.demand = demand;
  }

  /** What is held now may run something that asks for {@code other}. */
  public boolean covers(ResourceSet other) {
    return !suspended && demand.covers(other);
  }

  /** Gives the CPUs back before blocking; true if {@link #resume} must follow. */
  public boolean suspend() {
    synchronized (this) {
      if (suspended || released || demand.cpuUnits() == 0) {
        return false;
      }
      suspended = true;
    }
    ledger.release(demand.cpuOnly());
    return true;
  }

  /** Takes the CPUs again, before all work that has none yet; blocks until they are free. */
  public void resume() {
    if (!isReleased()) {
      ledger.acquireAgain(demand.cpuOnly());
      synchronized (this) {
        suspended = false;
        if (!released) {
          return;
        }
      }
      ledger.release(demand.cpuOnly());
    }
  }

  private synchronized boolean isReleased() {
    return released;
  }

  /**
   * The numbers of the graphics processors that are the holder's own while it holds this.
   *
   * @param amount how many the holder asked for, the same each time
   */
  public synchronized List<Long> gpuIds(double amount) {
    if (gpuIds == null) {
      gpuIds = released ? List.of() : ledger.gpuSlots().take(amount);
      gpus = amount;
    }
    return gpuIds;
  }

  /** Gives everything back, at the end. */
  public void release() {
    boolean withoutCpu;
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
      withoutCpu = suspended;
      if (gpuIds != null) {
        ledger.gpuSlots().giveBack(gpuIds, gpus);
      }
    }
    ledger.release(withoutCpu ? demand.withoutCpu() : demand);
  }
}
