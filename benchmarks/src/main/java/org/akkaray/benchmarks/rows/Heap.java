package org.akkaray.benchmarks.rows;

import java.lang.management.ManagementFactory;

/** What the heap holds, in megabytes (10^6 bytes), as the JVM's memory bean tells it. */
final class Heap {
  private Heap() {}

  /** With garbage that was not collected yet. */
  static double usedMegabytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  /** After a full collection. */
  static double liveMegabytes() {
    System.gc();
    return usedMegabytes();
  }
}
