package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A frozen value whose bytes lie in the object store for as long as somebody can reach it, or until
 * it is freed. Thread-safe.
 */
public final class StoredValue implements FrozenValue {
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * Collections that are asked for before the store is called full, with a growing pause after
   * each.
   */
  private static final int COLLECTIONS = 6;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ObjectStore store;
  private final ObjectId id;
  private final long size;
  private final int form;
  private final List<Object> held;
  private final Function<MemorySegment, @Nullable Object> reader;
  private final boolean isView;
  private final Cleaner.Cleanable cleanable;

  /** What the cleaner does; must not lead back to the value. */
  private record Deletion(Consumer<ObjectId> deletion, ObjectId id) implements Runnable {
    @Override
    public void run() {
      deletion.accept(id);
    }
  }

  private StoredValue(
      ObjectStore store,
      Consumer<ObjectId> deletion,
      ObjectId id,
      long size,
      int form,
      List<Object> held,
      Function<MemorySegment, @Nullable Object> reader,
      boolean isView) {
    this.store = store;
    this.id = id;
    this.size = size;
    this.form = form;
    this.held = held;
    this.reader = reader;
    this.isView = isView;
    this.cleanable = CLEANER.register(this, new Deletion(deletion, id));
  }

  /**
   * Copies bytes to the store.
   *
   * @param deletion deletes the object, once nobody can reach it
   * @param ids the id to use; a random one is used if the store has an object of that id from an
   *     earlier attempt
   * @param form see {@link PortableValue#form}
   * @param held the references in the value
   * @param reader what makes a reader's copy or view of the stored bytes
   * @param isView whether that is a view, which lasts
   * @throws ObjectStoreFullException if there is no room even after what nobody can reach any more
   *     was collected
   */
  static StoredValue of(
      ObjectStore store,
      Consumer<ObjectId> deletion,
      Supplier<ObjectId> ids,
      MemorySegment bytes,
      int form,
      List<Object> held,
      Function<MemorySegment, @Nullable Object> reader,
      boolean isView) {
    ObjectId id = ids.get();
    if (store.contains(id)) {
      id = ObjectId.fromRandom();
    }
    try {
      put(store, id, bytes);
    } catch (IllegalStateException e) {
      if (!store.contains(id)) {
        throw e;
      }
      id = ObjectId.fromRandom(); // two attempts of one call came to this point at once
      put(store, id, bytes);
    }
    return new StoredValue(store, deletion, id, bytes.byteSize(), form, held, reader, isView);
  }

  /** For an object that is in the store already, sealed; see {@link #of}. */
  static StoredValue ofStored(
      ObjectStore store,
      Consumer<ObjectId> deletion,
      ObjectId id,
      long size,
      int form,
      List<Object> held,
      Function<MemorySegment, @Nullable Object> reader) {
    return new StoredValue(store, deletion, id, size, form, held, reader, false);
  }

  private static void put(ObjectStore store, ObjectId id, MemorySegment bytes) {
    long size = bytes.byteSize();
    long pause = FIRST_PAUSE_NANOS;
    for (int i = 0; ; i++) {
      try {
        store.put(id, bytes);
        return;
      } catch (ObjectStoreFullException e) {
        if (size > store.stats().capacity() || i == COLLECTIONS) {
          throw e;
        }
      }
      // Values die with their references, and the collector does not know that memory outside its
      // heap is short.
      System.gc();
      LockSupport.parkNanos(pause);
      pause *= 2;
    }
  }

  /** The value, or what the future is complete with, if its bytes lie in the store; else null. */
  public static @Nullable StoredValue in(@Nullable Object frozen) {
    return switch (frozen) {
      case StoredValue stored -> stored;
      case FrozenFuture future -> in(future.frozen());
      case null, default -> null;
    };
  }

  /** The same with the bytes in it, for what travels without anybody who keeps it. */
  PortableValue inline() {
    byte[] data = store.read(id, bytes -> bytes.toArray(ValueLayout.JAVA_BYTE));
    Reference.reachabilityFence(this);
    return PortableValue.of(form, data, data.length, held);
  }

  /** What another process must know to read it. */
  PortableValue portable() {
    return PortableValue.of(form, held, bytes());
  }

  /** Where its bytes are: on this node. */
  public PortableValue.StoredBytes bytes() {
    return new PortableValue.StoredBytes(id, size, List.of(), null);
  }

  @Override
  public @Nullable Object thaw() {
    try {
      return isView ? reader.apply(store.get(id)) : store.read(id, reader);
    } catch (NoSuchElementException e) {
      throw new IllegalStateException("The bytes of object " + id + " were given back.", e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void free() {
    cleanable.clean();
  }
}
