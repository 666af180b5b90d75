package org.akkaray.runtime.node;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Gives virtual threads more carriers than the node has CPUs. Virtual threads are not time-sliced:
 * with as many carriers as cores, as many computing tasks would starve every actor, heartbeat and
 * waking reader. With some to spare the operating system slices the carriers instead.
 */
final class CarrierThreads {
  /** Carriers beyond the CPUs that tasks may compute on. */
  private static final int SPARE = 8;

  private CarrierThreads() {}

  static void provideFor(double cpus) {
    VirtualThreadSchedulerMXBean scheduler =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    int wanted = (int) Math.min(Math.ceil(cpus) + SPARE, 256);
    if (scheduler.getParallelism() < wanted) {
      scheduler.setParallelism(wanted);
    }
  }
}
