package org.akkaray.runtime.gcs;

import akka.actor.typed.ActorSystem;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens a node's access to a control store that survives. An implementation on the class path is
 * found as a service.
 */
public interface ControlStoreProvider {
  /**
   * Opens the store, on a node whose Akka has begun to join its cluster. Settings are those below
   * {@code ray.gcs} of the system's configuration.
   *
   * @throws IllegalStateException if it cannot be opened, in one sentence: what, where, what to do
   */
  GlobalControlStore open(ActorSystem<?> system);

  /** The one on the class path. */
  static Optional<ControlStoreProvider> installed() {
    return ServiceLoader.load(
            ControlStoreProvider.class, ControlStoreProvider.class.getClassLoader())
        .findFirst();
  }
}
