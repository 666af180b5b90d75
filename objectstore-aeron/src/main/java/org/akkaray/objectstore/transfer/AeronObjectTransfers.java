package org.akkaray.objectstore.transfer;

import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.objectstore.store.TransferEnd;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferProvider;

/** Joins stores in shared memory by Aeron. Found as a service by {@code core}. */
public final class AeronObjectTransfers implements ObjectTransferProvider {
  @Override
  public ObjectTransfer open(ObjectStore store, Settings settings) {
    if (!(store instanceof SharedMemoryObjectStore shared)) {
      throw new IllegalStateException(
          "Objects can be sent to other nodes from a store in shared memory only, but this node's is"
              + " a "
              + store.getClass().getSimpleName()
              + ": open it through ObjectStoreProvider.installed().");
    }
    TransferEnd end = shared.transferEnd();
    TransferBuilder builder =
        AeronObjectTransfer.builder(end, end)
            .host(settings.host())
            .port(settings.port())
            .checksums(settings.checksums())
            .maxPulls(settings.maxPulls())
            .progressTimeout(settings.progressTimeout());
    try {
      return builder.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Objects cannot be received at "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "): is the address one of this machine, and the port free?",
          e);
    }
  }
}
