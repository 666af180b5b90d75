package org.akkaray.runtime.object;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A store in this process's own memory outside the heap, with an arena for each object: what the
 * JVM checks at each access is that the arena is open, so a view of a deleted object throws and
 * never crashes. Thread-safe.
 */
public final class InMemoryObjectStore implements ObjectStore {
  private static final long ALIGNMENT = 64;

  private final long capacity;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentMap<ObjectId, Entry> objects = new ConcurrentHashMap<>();

  /** Arenas that could not be closed, because some native call was using their memory just then. */
  private final ConcurrentLinkedQueue<Entry> busy = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  private static final class Entry {
    final long size;
    final long createdMillis = System.currentTimeMillis();
    final Arena arena = Arena.ofShared();
    final MemorySegment memory;
    private volatile @Nullable MemorySegment view;

    Entry(long size) {
      this.size = size;
      this.memory = arena.allocate(size, ALIGNMENT);
    }
  }

  /**
   * @param capacity bytes of all objects together
   */
  public InMemoryObjectStore(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must be 0 or more but is " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public MemorySegment create(ObjectId id, long size) {
    Objects.requireNonNull(id, "id");
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more but is " + size);
    }
    requireOpen();
    closeBusy();
    reserve(id, size);
    Entry entry;
    try {
      entry = new Entry(size);
    } catch (OutOfMemoryError e) {
      used.addAndGet(-size);
      throw new ObjectStoreFullException(
          "The operating system gave no memory for " + id + " of " + size + " bytes; " + fullness(),
          e);
    }
    if (objects.putIfAbsent(id, entry) != null) {
      release(entry);
      throw new IllegalStateException("The store has an object " + id + " already.");
    }
    if (closed) { // meanwhile: close() may have missed it
      delete(id);
      requireOpen();
    }
    return entry.memory;
  }

  private void reserve(ObjectId id, long size) {
    long before;
    do {
      before = used.get();
      if (size > capacity - before) {
        throw new ObjectStoreFullException(
            "Object " + id + " needs " + size + " bytes of the object store; " + fullness());
      }
    } while (!used.compareAndSet(before, before + size));
  }

  private String fullness() {
    ObjectStoreStats stats = stats();
    return stats.used()
        + " of "
        + stats.capacity()
        + " bytes are used by "
        + stats.objects()
        + " object(s).";
  }

  @Override
  public void seal(ObjectId id) {
    Entry entry = objects.get(id);
    if (entry == null) {
      throw unknown(id);
    }
    synchronized (entry) {
      if (entry.view != null) {
        throw new IllegalStateException("Object " + id + " is sealed already.");
      }
      entry.view = entry.memory.asReadOnly();
    }
  }

  @Override
  public boolean contains(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public MemorySegment get(ObjectId id) {
    Entry entry = objects.get(id);
    MemorySegment view = entry == null ? null : entry.view;
    if (view == null) {
      throw unknown(id);
    }
    return view;
  }

  private static NoSuchElementException unknown(ObjectId id) {
    return new NoSuchElementException("The store has no object " + id + " to see.");
  }

  @Override
  public void delete(ObjectId id) {
    Entry entry = objects.remove(id);
    if (entry != null) {
      release(entry);
    }
  }

  private void release(Entry entry) {
    try {
      entry.arena.close();
      used.addAndGet(-entry.size);
    } catch (IllegalStateException e) {
      busy.add(entry);
    }
  }

  private void closeBusy() {
    for (int i = busy.size(); i > 0; i--) {
      Entry entry = busy.poll();
      if (entry == null) {
        return;
      }
      release(entry);
    }
  }

  @Override
  public void forEach(Consumer<StoredObject> listener) {
    objects.forEach((id, entry) ->
        listener.accept(
            new StoredObject(
                id,
                entry.size,
                entry.view == null ? StoredObject.State.CREATED : StoredObject.State.SEALED,
                0,
                false,
                entry.createdMillis)));
  }

  @Override
  public ObjectStoreStats stats() {
    return new ObjectStoreStats(capacity, used.get(), objects.size());
  }

  @Override
  public void close() {
    closed = true;
    objects.keySet().forEach(this::delete);
    closeBusy();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The object store was closed.");
    }
  }
}
