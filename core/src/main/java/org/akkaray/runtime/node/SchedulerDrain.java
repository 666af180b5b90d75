package org.akkaray.runtime.node;

import org.akkaray.runtime.cluster.Drainable;
import org.akkaray.runtime.scheduler.LocalScheduler;

/** Waits until no task runs or waits on the node. */
record SchedulerDrain(LocalScheduler scheduler) implements Drainable {
  private static final long LOOK_MILLIS = 20;

  @Override
  public boolean drain(long deadline) throws InterruptedException {
    while (!scheduler.isIdle()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
