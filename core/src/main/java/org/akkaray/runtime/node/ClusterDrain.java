package org.akkaray.runtime.node;

import java.util.concurrent.TimeUnit;
import org.akkaray.runtime.cluster.Drainable;
import org.akkaray.runtime.remote.ClusterRuntime;
import org.akkaray.runtime.scheduler.LocalScheduler;

/**
 * Has other nodes send no more tasks, has actors live there, and waits until nothing runs here for
 * anybody, or there for this node; then large objects are copied that only this node has. What has
 * not ended in time goes back to its owners.
 */
record ClusterDrain(ClusterRuntime runtime, LocalScheduler scheduler) implements Drainable {
  private static final long LOOK_MILLIS = 20;

  /** The share of the time that is kept for copies of objects. */
  private static final double SHARE_OF_OBJECTS = 0.1;

  @Override
  public boolean drain(long deadline) throws InterruptedException {
    long now = System.nanoTime();
    long tasksEnd = deadline - (long) ((deadline - now) * SHARE_OF_OBJECTS);
    runtime.drain();
    boolean moved = runtime.moveActors(tasksEnd);
    boolean ended = awaitTasks(tasksEnd);
    runtime.handBack();
    return runtime.moveObjects(deadline) && moved && ended;
  }

  private boolean awaitTasks(long deadline) throws InterruptedException {
    while (runtime.unfinished() > 0 || !scheduler.isIdle()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
