package org.akkaray.runtime.node;

import org.akkaray.runtime.cluster.Drainable;
import org.akkaray.runtime.remote.ClusterRuntime;

/**
 * Has other nodes send no more tasks, has actors live there, and waits until nothing is here for
 * others or there for this node.
 */
record ClusterDrain(ClusterRuntime runtime) implements Drainable {
  private static final long LOOK_MILLIS = 20;

  @Override
  public boolean drain(long deadline) throws InterruptedException {
    runtime.drain();
    if (!runtime.moveActors(deadline)) {
      return false;
    }
    while (runtime.unfinished() > 0) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
