package org.akkaray.benchmarks.gcs;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.akkaray.RayConfig;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.node.NodeBootstrap;

/** One of several nodes in this JVM, each of which stays alone; ended by {@link #close}. */
final class BenchSession implements AutoCloseable {
  private static final String FOLDER = "ray.gcs.folder";

  private final RayRuntime runtime;

  private BenchSession() {
    runtime = NodeBootstrap.start(RayConfig.builder().setCpus(2).build());
  }

  /** Without a control store that survives. */
  static BenchSession plain() {
    return new BenchSession();
  }

  /** With one in a folder, and lineage as the settings say. */
  static BenchSession withLineage(Path folder) {
    System.setProperty(FOLDER, folder.toString());
    try {
      return new BenchSession();
    } finally {
      System.clearProperty(FOLDER);
    }
  }

  /** Runs code as the node's driver. */
  <T> T in(Supplier<T> code) {
    CurrentRuntime.Binding before = CurrentRuntime.bind(() -> runtime);
    try {
      return code.get();
    } finally {
      CurrentRuntime.restore(before);
    }
  }

  /** Code that is to be run so. */
  <T> Supplier<T> code(Supplier<T> code) {
    return () -> in(code);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
