package org.akkaray.runtime.node;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the node's timer: one daemon thread, which forgets what was cancelled. */
final class Timers {
  private Timers() {}

  static ScheduledExecutorService create() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ray-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
