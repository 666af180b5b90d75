package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletionStage;
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

  /**
   * Begins to bring an object back that is here but not in memory.
   *
   * @return done when {@link #open} has it; null if there is nothing to bring back
   */
  default @Nullable CompletionStage<?> restore(ObjectId id) {
    return null;
  }

  /** A pinned object: its memory stays as it is until this is closed. */
  interface Readable extends AutoCloseable {
    /** The whole object: native memory, read-only, readable by any thread. */
    MemorySegment segment();

    /** How its bytes are to be read, as its creator said. */
    default int form() {
      return 0;
    }

    /** Unpins it. */
    @Override
    void close();
  }
}
