package org.akkaray.runtime.node;

import org.akkaray.RayConfig;
import org.akkaray.runtime.RayRuntime;

/** Puts the parts of a node together. */
public final class NodeBootstrap {
  private NodeBootstrap() {}

  /** Starts a node in this JVM. */
  public static RayRuntime start(RayConfig config) {
    throw new IllegalStateException("There is no runtime in this build to start a node with " + config);
  }
}
