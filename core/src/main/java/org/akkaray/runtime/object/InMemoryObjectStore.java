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
 * never crashes. It does not know who views what, so copies are not dropped when room is needed;
 * and no other process can read from it. Thread-safe.
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
    final int form;
    volatile boolean isCopy;
    private volatile @Nullable MemorySegment view;
    // Guarded by this entry:
    private int pins;
    private boolean deleted;

    Entry(long size, int form, boolean isCopy) {
      this.size = size;
      this.form = form;
      this.isCopy = isCopy;
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
  public MemorySegment create(ObjectId id, long size, int form) {
    return create(id, size, form, false);
  }

  @Override
  public MemorySegment createCopy(ObjectId id, long size, int form) {
    return create(id, size, form, true);
  }

  private MemorySegment create(ObjectId id, long size, int form, boolean isCopy) {
    Objects.requireNonNull(id, "id");
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more but is " + size);
    }
    requireOpen();
    closeBusy();
    reserve(id, size);
    Entry entry;
    try {
      entry = new Entry(size, form, isCopy);
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

  @Override
  public ObjectPin pin(ObjectId id) {
    Entry entry = objects.get(id);
    if (entry == null) {
      throw unknown(id);
    }
    synchronized (entry) {
      if (entry.view == null || entry.deleted) {
        throw unknown(id);
      }
      entry.pins++;
    }
    return new Pin(entry);
  }

  private final class Pin implements ObjectPin {
    private final Entry entry;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private boolean closed;

    Pin(Entry entry) {
      this.entry = entry;
      this.bytes = entry.memory.reinterpret(entry.size, arena, null).asReadOnly();
    }

    @Override
    public MemorySegment bytes() {
      return bytes;
    }

    @Override
    public int form() {
      return entry.form;
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      arena.close();
      closed = true;
      boolean last;
      synchronized (entry) {
        last = --entry.pins == 0 && entry.deleted;
      }
      if (last) {
        release(entry);
      }
    }
  }

  @Override
  public boolean setCopy(ObjectId id, boolean isCopy) {
    Entry entry = objects.get(id);
    if (entry != null) {
      entry.isCopy = isCopy;
    }
    return entry != null;
  }

  @Override
  public @Nullable StoredObject find(ObjectId id) {
    Entry entry = objects.get(id);
    return entry == null ? null : stored(id, entry);
  }

  private static StoredObject stored(ObjectId id, Entry entry) {
    StoredObject.State state =
        entry.view == null ? StoredObject.State.CREATED : StoredObject.State.SEALED;
    int pins;
    synchronized (entry) {
      pins = entry.pins;
    }
    return new StoredObject(
        id, entry.size, state, pins, entry.isCopy, entry.createdMillis, entry.form);
  }

  private static NoSuchElementException unknown(ObjectId id) {
    return new NoSuchElementException("The store has no object " + id + " to see.");
  }

  @Override
  public void delete(ObjectId id) {
    Entry entry = objects.remove(id);
    if (entry == null) {
      return;
    }
    boolean pinned;
    synchronized (entry) {
      entry.deleted = true;
      pinned = entry.pins > 0;
    }
    if (!pinned) {
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
    objects.forEach((id, entry) -> listener.accept(stored(id, entry)));
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
