package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The objects of another node of this host, read where they lie: without a message and without a
 * copy. When that node dies, what is pinned or viewed here stays readable. Thread-safe.
 */
public interface NeighbourObjects {
  /**
   * A read-only view of a sealed object, which keeps the object's memory from being used again for
   * as long as the view, a slice or a buffer of it can be reached.
   *
   * @return null if that node has no sealed object of that id in memory: it may be on its disk, or
   *     never have been there
   * @throws IllegalStateException if this process has too many pins there, or the store was closed
   */
  @Nullable MemorySegment get(ObjectId id);

  /** As {@link #get}, for as long as the pin is not closed. */
  @Nullable ObjectPin pin(ObjectId id);

  /** What that node's store knows of an object; null if there is none of that id. */
  @Nullable StoredObject find(ObjectId id);

  /** Whether that node lives. What it had sealed can be read from here even if not. */
  boolean isAlive();
}
