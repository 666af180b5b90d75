package org.akkaray.runtime.gcs;

/** A node's access to the cluster's control store. Thread-safe. */
public interface GlobalControlStore extends AutoCloseable {
  /** What the runtime itself asks for. */
  ControlStore store();

  /** The tables. */
  ControlTables tables();

  /** Where submitters log their calls. */
  LineageLog lineage();

  /** Writes what is to be written, for a bounded time, and ends; the node's Akka still runs. */
  @Override
  void close();
}
