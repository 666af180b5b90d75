package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;

/**
 * Room in a store for an object whose size its creator does not know beforehand. For one thread at
 * a time.
 */
public interface GrowingObject extends AutoCloseable {
  /** The room, outside of the heap; it is not there any more once it has grown, or at the end. */
  MemorySegment bytes();

  /**
   * Makes the room larger; what was written stays.
   *
   * @param size in bytes
   * @param least what will do if that size is not to be had where the room is
   * @return the room, which may have moved
   * @throws org.akkaray.exception.ObjectStoreFullException if there is no room; the object is as it
   *     was
   * @throws IllegalStateException if the store was closed
   */
  MemorySegment grow(long size, long least);

  /**
   * Shows the object to readers; what it has beyond a size is given back.
   *
   * @throws IllegalStateException if it was sealed or closed already, or the store was
   */
  void seal(long size);

  /** Drops the object, unless it was sealed. */
  @Override
  void close();
}
