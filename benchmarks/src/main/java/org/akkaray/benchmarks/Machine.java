package org.akkaray.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a number was measured on. */
final class Machine {
  private Machine() {}

  /** One line: processors, load, heap, JVM, operating system. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d processors (load %.2f), heap limit %,d MB, Java %s, %s %s %s",
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().maxMemory() / 1_000_000,
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }
}
