package org.akkaray.runtime.gcs;

import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Decides on a cluster's control store that survives, and opens it on its nodes. An implementation
 * on the class path is found as a service; its settings are those below {@code ray.gcs}.
 */
public interface ControlStoreProvider {
  /** By which name nodes tell each other {@link Plan#description} among their endpoints. */
  String ENDPOINT = "gcs";

  /** Whether the settings name a place, so that a node that is alone is to have a store, too. */
  boolean isAskedFor();

  /**
   * The store of a cluster that this node begins. Opening it begins at once, on a thread of its
   * own.
   *
   * @return empty if the settings say that nothing is to survive the cluster
   * @throws IllegalArgumentException if a setting makes no sense; the message names it
   */
  Optional<Plan> begin(Beginning beginning);

  /**
   * The store of a cluster that this node has joined.
   *
   * @param description {@link Plan#description} of the others
   * @param isHost whether this node keeps a part of the store, and does not only use it
   * @throws IllegalStateException if this node cannot have that store, in one sentence
   */
  Plan follow(String description, boolean isHost);

  /** The one on the class path. */
  static Optional<ControlStoreProvider> installed() {
    return ServiceLoader.load(
            ControlStoreProvider.class, ControlStoreProvider.class.getClassLoader())
        .findFirst();
  }

  /**
   * What a node knows that begins a cluster.
   *
   * @param host that it listens on
   * @param folder for what is to survive, if the settings name no other; empty if nobody could find
   *     it again, so that a temporary one will do
   */
  record Beginning(String host, Optional<Path> folder) {}

  /** A store that has been decided on. Thread-safe. */
  interface Plan extends AutoCloseable {
    /** What other nodes need to know to have the same store; no secrets. */
    String description();

    /**
     * Opens it; to be called once, when the node's Akka takes part in the cluster.
     *
     * @throws IllegalStateException if it cannot be opened, in one sentence: what, where, what to
     *     do
     */
    GlobalControlStore open(ActorSystem<?> system);

    /**
     * Closes what is open; for when the node's Akka has ended, or was never there. A temporary
     * store goes with the last of its nodes.
     */
    @Override
    void close();
  }
}
