package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.Function;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of large objects lie on a node. An object is created, filled by its creator and
 * sealed; from then on nobody can change it and readers see it. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Makes room for an object, which only its creator sees until it is sealed.
   *
   * @param size in bytes, 0 or more
   * @return memory to fill, aligned to 64 bytes
   * @throws IllegalStateException if the store has an object of that id, or was closed
   * @throws org.akkaray.exception.ObjectStoreFullException if there is no room
   */
  MemorySegment create(ObjectId id, long size);

  /**
   * Shows an object to readers.
   *
   * @throws IllegalStateException if it is sealed already
   * @throws java.util.NoSuchElementException if there is none of that id
   */
  void seal(ObjectId id);

  /**
   * Creates an object with these bytes and seals it.
   *
   * @throws IllegalStateException if the store has an object of that id, or was closed
   * @throws org.akkaray.exception.ObjectStoreFullException if there is no room
   */
  default void put(ObjectId id, MemorySegment bytes) {
    MemorySegment room = create(id, bytes.byteSize());
    try {
      room.copyFrom(bytes);
      seal(id);
    } catch (RuntimeException | Error e) {
      delete(id);
      throw e;
    }
  }

  /** Whether the store has an object of that id, sealed or not. */
  boolean contains(ObjectId id);

  /**
   * The bytes of a sealed object, read-only and not copied. Using them after the object was deleted
   * is an {@link IllegalStateException}.
   *
   * @throws java.util.NoSuchElementException if there is no sealed object of that id
   */
  MemorySegment get(ObjectId id);

  /**
   * Reads a sealed object's bytes in a hurry, without the cost of a view.
   *
   * @param reader must not keep the bytes, nor a part of them, beyond its return
   * @throws java.util.NoSuchElementException if there is no sealed object of that id
   */
  default <R extends @Nullable Object> R read(ObjectId id, Function<MemorySegment, R> reader) {
    return reader.apply(get(id));
  }

  /** Gives an object's memory back, sealed or not; of no effect if there is none of that id. */
  void delete(ObjectId id);

  /** Lists its objects, in no order; those that come and go meanwhile may be missed. */
  void forEach(Consumer<StoredObject> listener);

  /** How full it is. */
  ObjectStoreStats stats();

  /** Deletes all objects; of no effect when closed already. */
  @Override
  void close();
}
