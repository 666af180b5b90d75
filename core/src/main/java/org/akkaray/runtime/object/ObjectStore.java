package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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
   * @param form how its bytes are to be read, a number of the creator's own that stays with the
   *     object and travels with its copies
   * @return memory to fill, aligned to 64 bytes
   * @throws IllegalStateException if the store has an object of that id, or was closed
   * @throws org.akkaray.exception.ObjectStoreFullException if there is no room
   */
  MemorySegment create(ObjectId id, long size, int form);

  /** As {@link #create(ObjectId, long, int)}, with form 0. */
  default MemorySegment create(ObjectId id, long size) {
    return create(id, size, 0);
  }

  /**
   * As {@link #create(ObjectId, long, int)}, for a copy of an object that another node has: when
   * room is needed, it is dropped and not written to disk.
   */
  MemorySegment createCopy(ObjectId id, long size, int form);

  /**
   * As {@link #create(ObjectId, long, int)}, for an object whose size is not known yet.
   *
   * @param size how much room to begin with, in bytes
   * @return null if this store has no such objects
   */
  default @Nullable GrowingObject createGrowing(ObjectId id, long size, int form) {
    return null;
  }

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
  default void put(ObjectId id, MemorySegment bytes, int form) {
    MemorySegment room = create(id, bytes.byteSize(), form);
    try {
      room.copyFrom(bytes);
      seal(id);
    } catch (RuntimeException | Error e) {
      delete(id);
      throw e;
    }
  }

  /** As {@link #put(ObjectId, MemorySegment, int)}, with form 0. */
  default void put(ObjectId id, MemorySegment bytes) {
    put(id, bytes, 0);
  }

  /**
   * Says whether an object is a copy, which may be dropped, or the primary one, which may not: a
   * node whose copy is the last one makes it the primary.
   *
   * @return false if there is no object of that id
   */
  boolean setCopy(ObjectId id, boolean isCopy);

  /** What the store knows of an object, sealed or not; null if there is none of that id. */
  @Nullable StoredObject find(ObjectId id);

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
   * Pins a sealed object: its memory stays until the pin is closed, even if the object is deleted
   * meanwhile. It is read back from disk if it lies there.
   *
   * @throws java.util.NoSuchElementException if there is no sealed object of that id
   */
  ObjectPin pin(ObjectId id);

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

  /**
   * The objects of another node, if it lives on this host and its memory can be read from here:
   * then nothing needs to be copied. The first call for a node maps its memory; it is unmapped when
   * that node has died and no view of it is left, or when this store is closed.
   *
   * @param node as it was named in {@link ObjectStoreProvider.Settings}
   * @return null if that node is not on this host, is not alive, or has no shared memory
   */
  default @Nullable NeighbourObjects neighbour(String node) {
    return null;
  }

  /**
   * What is in it, for people to look at.
   *
   * @param limit how many objects to show at most, the largest ones
   */
  default StoreReport report(int limit) {
    List<StoreReport.Held> all = new ArrayList<>();
    forEach(object ->
        all.add(
            new StoreReport.Held(
                object, object.state() == StoredObject.State.SPILLED, List.of(), "")));
    return StoreReport.of(ProcessHandle.current().pid(), stats().capacity(), all, limit);
  }

  /** How full it is. */
  ObjectStoreStats stats();

  /** Deletes all objects; of no effect when closed already. */
  @Override
  void close();
}
