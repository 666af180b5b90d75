package org.akkaray.benchmarks.rows;

import org.akkaray.Ray;
import org.akkaray.RayConfig;

/** Runs a group with a Ray of its own, so that no group finds what another has left. */
final class Sessions {
  /** CPUs of a node on this machine: at least two, as rows of several clients need them. */
  static final int CPUS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private Sessions() {}

  static void onThisMachine(Runnable rows) {
    with(RayConfig.builder().setCpus(CPUS).build(), rows);
  }

  static void with(RayConfig config, Runnable rows) {
    Ray.init(config);
    try {
      rows.run();
    } finally {
      Ray.shutdown();
    }
  }
}
