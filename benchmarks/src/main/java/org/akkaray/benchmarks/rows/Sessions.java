package org.akkaray.benchmarks.rows;

import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.jspecify.annotations.Nullable;

/** Runs a group with a Ray of its own, so that no group finds what another has left. */
public final class Sessions {
  /** CPUs of a node on this machine: at least two, as rows of several clients need them. */
  static final int CPUS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** Where the nodes are that rows run on; null for a node in this JVM. */
  private static volatile @Nullable String address;

  private Sessions() {}

  /** From now on rows run on the cluster at this address, whatever CPUs they ask for. */
  public static void runOn(String clusterAddress) {
    address = clusterAddress;
  }

  /** From now on rows run in this JVM again. */
  public static void runHere() {
    address = null;
  }

  static void onThisMachine(Runnable rows) {
    with(RayConfig.builder().setCpus(CPUS).build(), rows);
  }

  static void with(RayConfig config, Runnable rows) {
    String cluster = address;
    Ray.init(cluster == null ? config : RayConfig.connect(cluster));
    try {
      rows.run();
    } finally {
      Ray.shutdown();
    }
  }
}
