package org.akkaray.runtime.object;

import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Joins a node's object store to those of other nodes. An implementation on the class path is found
 * as a service.
 */
public interface ObjectTransferProvider {
  /**
   * Opens the transfer of a store: it serves the store's sealed objects, and what it pulls becomes
   * a copy there. It must be closed before the store.
   *
   * @throws IllegalStateException if it cannot be opened, in one sentence: what, where, what to do
   */
  ObjectTransfer open(ObjectStore store, Settings settings);

  /**
   * How a transfer works.
   *
   * @param host the address to listen on, at which other nodes reach this one
   * @param port the port, or 0 for a free one
   * @param checksums whether chunks are checked; the same on all nodes
   * @param maxPulls how many objects are pulled at the same time at most
   * @param progressTimeout after which a silent holder or receiver is given up
   */
  record Settings(
      String host, int port, boolean checksums, int maxPulls, Duration progressTimeout) {
    /** With a free port and the usual values. */
    public static Settings on(String host) {
      return new Settings(host, 0, true, 64, Duration.ofSeconds(5));
    }
  }

  /** The one on the class path; empty if there is none, and objects cannot leave their node. */
  static Optional<ObjectTransferProvider> installed() {
    return ServiceLoader.load(
            ObjectTransferProvider.class, ObjectTransferProvider.class.getClassLoader())
        .findFirst();
  }
}
