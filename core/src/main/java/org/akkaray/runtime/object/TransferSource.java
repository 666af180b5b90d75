package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Where a transfer reads the objects that other nodes ask for. Called by the transfer's own thread,
 * so it must not block.
 */
@FunctionalInterface
public interface TransferSource {
  /** Pins a sealed object; null if it is not here. */
  @Nullable Readable open(ObjectId id);

  /** A pinned object: its memory stays as it is until this is closed. */
  interface Readable extends AutoCloseable {
    /** The whole object: native memory, read-only, readable by any thread. */
    MemorySegment segment();

    /** Unpins it. */
    @Override
    void close();
  }
}
