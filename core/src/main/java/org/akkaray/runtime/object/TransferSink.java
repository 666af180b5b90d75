package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Where a transfer puts the objects that arrive. Called by the transfer's own thread, so it must
 * not block. Each object that was created is either sealed or aborted.
 */
public interface TransferSink {
  /**
   * Room for an object.
   *
   * @param size in bytes
   * @return native memory of that size, writable by any thread and valid until the object is sealed
   *     or aborted; null when there is no room now, so that the pull waits
   * @throws RuntimeException when there never will be room; the pull fails with it
   */
  @Nullable MemorySegment create(ObjectId id, long size);

  /** As {@link #create(ObjectId, long)}, with what the object's creator said of its bytes. */
  default @Nullable MemorySegment create(ObjectId id, long size, int form) {
    return create(id, size);
  }

  /** Whether there is a sealed object of that id, so that no other copy is needed. */
  default boolean contains(ObjectId id) {
    return false;
  }

  /** All bytes are there: readers may see the object. */
  void seal(ObjectId id);

  /** The object will not be completed: its room is free again. */
  void abort(ObjectId id);

  /** How many bytes could be created now. */
  long freeBytes();
}
