package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A value that is written to the store while it is serialized, if it turns out to be large: so it
 * need not be copied there from the heap. For one thread at a time.
 */
final class DirectWrite implements AutoCloseable {
  /** So much room at least, in bytes, or it would have to grow too often. */
  private static final long FIRST_ROOM = 1 << 20;

  private final ObjectStore store;
  private final Supplier<ObjectId> ids;
  private final long inlineLimit;
  private @Nullable ObjectId id;
  private @Nullable GrowingObject object;
  private boolean givenUp;

  /**
   * @param ids asked for the object's id if it goes to the store
   * @param inlineLimit the size, in bytes, up to which it stays on the heap
   */
  DirectWrite(ObjectStore store, Supplier<ObjectId> ids, long inlineLimit) {
    this.store = store;
    this.ids = ids;
    this.inlineLimit = inlineLimit;
  }

  /**
   * Memory for a value of at least this many bytes, with those that were written to what was given
   * before.
   *
   * @return null if it has to be on the heap: the value is small, or the store cannot take it so
   */
  @Nullable MemorySegment room(long least) {
    if (least <= inlineLimit || givenUp) {
      return null;
    }
    try {
      GrowingObject known = object;
      if (known != null) {
        return known.grow(Math.min(Integer.MAX_VALUE, 2 * least), least);
      }
      ObjectId wanted = ids.get();
      id = store.contains(wanted) ? ObjectId.fromRandom() : wanted;
      object = store.createGrowing(id, Math.max(FIRST_ROOM, 2 * least), 0);
    } catch (ObjectStoreFullException | IllegalStateException e) {
      // Full, or closed, or another attempt of the call has the id: with the exact size at hand it
      // is tried again, and then said.
      givenUp = true;
      return null;
    }
    givenUp = object == null;
    return givenUp ? null : object.bytes();
  }

  /** Whether the bytes lie in the store. */
  boolean isInStore() {
    return object != null && !givenUp;
  }

  /** The bytes that were written to the store. */
  MemorySegment bytes(long length) {
    return given().bytes().asSlice(0, length);
  }

  /** Shows the value to readers, and says under which id. */
  ObjectId seal(long length) {
    given().seal(length);
    if (id == null) {
      throw new IllegalStateException("Nothing was written to the store.");
    }
    return id;
  }

  private GrowingObject given() {
    if (object == null) {
      throw new IllegalStateException("Nothing was written to the store.");
    }
    return object;
  }

  /** Gives room back that was taken and not sealed; nothing may lead there any more. */
  @Override
  public void close() {
    if (object != null) {
      object.close();
    }
  }
}
