package org.akkaray.objectstore.store;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.TlsfAllocator;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as both ends of a transfer: its sealed objects go out from where they lie, and what
 * comes in is written to where it will lie, as a copy that may be dropped again.
 *
 * <p>Its segments lead to the mapping itself, without the check that users' segments have, so that
 * a carrier may use their addresses: a store that is closed before them stays mapped. Nothing here
 * waits; room that is not there is made by a thread of its own. Thread-safe.
 */
public final class TransferEnd implements TransferSource, TransferSink {
  private static final Logger log = LoggerFactory.getLogger(TransferEnd.class);

  private final StoreMemory memory;
  private final RoomMaker room;
  private final Restoring restoring;

  /** The slots of objects that come in. Guarded by the store's lock. */
  private final Map<ObjectId, Integer> incoming = new HashMap<>();

  private final AtomicBoolean makingRoom = new AtomicBoolean();

  /** How many objects are pinned to go out. Guarded by the store's lock. */
  private int outgoing;

  TransferEnd(StoreMemory memory, RoomMaker room, Restoring restoring) {
    this.memory = memory;
    this.room = room;
    this.restoring = restoring;
  }

  /** Whether it has given away no memory. For the holder of the store's lock. */
  boolean isIdle() {
    return outgoing == 0 && incoming.isEmpty();
  }

  @Override
  public @Nullable Readable open(ObjectId id) {
    memory.lock.lock();
    try {
      int slot = memory.find(id);
      if (slot == ObjectIndex.NONE || memory.index.state(slot) != ObjectIndex.SEALED) {
        return null;
      }
      memory.order.used(slot);
      memory.pin(slot);
      outgoing++;
      return new Outgoing(slot, memory.bytes(slot).asReadOnly(), memory.index.form(slot));
    } finally {
      memory.lock.unlock();
    }
  }

  private final class Outgoing implements Readable {
    private final int slot;
    private final MemorySegment segment;
    private final int form;
    private boolean closed;

    Outgoing(int slot, MemorySegment segment, int form) {
      this.slot = slot;
      this.segment = segment;
      this.form = form;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public int form() {
      return form;
    }

    @Override
    public void close() {
      memory.lock.lock();
      try {
        if (!closed) {
          closed = true;
          outgoing--;
          memory.unpin(slot);
        }
      } finally {
        memory.lock.unlock();
      }
    }
  }

  @Override
  public @Nullable CompletionStage<?> restore(ObjectId id) {
    memory.lock.lock();
    try {
      int slot = memory.find(id);
      int state = slot == ObjectIndex.NONE ? ObjectIndex.FREE : memory.index.state(slot);
      return switch (state) {
        case ObjectIndex.SEALED -> CompletableFuture.completedFuture(null);
        case ObjectIndex.SPILLED, ObjectIndex.RESTORING -> restoring.begin(slot);
        default -> null;
      };
    } finally {
      memory.lock.unlock();
    }
  }

  @Override
  public @Nullable MemorySegment create(ObjectId id, long size) {
    return create(id, size, 0);
  }

  /**
   * Null also while somebody else is creating an object of that id here.
   *
   * @throws ObjectStoreFullException if the object is larger than the store
   * @throws IllegalStateException if the store was closed
   */
  @Override
  public @Nullable MemorySegment create(ObjectId id, long size, int form) {
    memory.lock.lock();
    try {
      memory.requireOpen();
      if (size > memory.allocator.capacity()) {
        throw new ObjectStoreFullException(
            "Object "
                + id
                + " of "
                + size
                + " bytes comes from another node and is larger than this one's object store of "
                + memory.allocator.capacity()
                + " bytes: set a larger ray.node.object-store-memory.");
      }
      if (memory.find(id) != ObjectIndex.NONE) {
        return null;
      }
      int block = room.tryAllocate(size, true);
      if (block == TlsfAllocator.NONE) {
        makeRoom(id, size);
        return null;
      }
      int slot = memory.insert(id, block, size, form, true);
      memory.pin(slot);
      incoming.put(id, slot);
      return memory.bytes(slot);
    } finally {
      memory.lock.unlock();
    }
  }

  private void makeRoom(ObjectId id, long size) {
    if (makingRoom.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("ray-make-room")
          .start(() -> {
            try {
              room.makeRoomFor(id, size);
            } catch (ObjectStoreFullException e) {
              log.debug("An object waits for room: {}", e.getMessage());
            } catch (IllegalStateException e) {
              log.debug("The store was closed while room was made.", e);
            } finally {
              makingRoom.set(false);
            }
          });
    }
  }

  @Override
  public boolean contains(ObjectId id) {
    memory.lock.lock();
    try {
      int slot = memory.find(id);
      int state = slot == ObjectIndex.NONE ? ObjectIndex.FREE : memory.index.state(slot);
      return state == ObjectIndex.SEALED
          || state == ObjectIndex.SPILLED
          || state == ObjectIndex.RESTORING;
    } finally {
      memory.lock.unlock();
    }
  }

  /**
   * An object that was deleted while it came in stays deleted.
   *
   * @throws NoSuchElementException if none of that id is coming in
   */
  @Override
  public void seal(ObjectId id) {
    end(id, true);
  }

  @Override
  public void abort(ObjectId id) {
    end(id, false);
  }

  private void end(ObjectId id, boolean whole) {
    memory.lock.lock();
    try {
      Integer slot = incoming.remove(id);
      if (slot == null) {
        throw new NoSuchElementException("No object " + id + " is coming in.");
      }
      if (memory.isClosed()) {
        return;
      }
      if (memory.index.state(slot) == ObjectIndex.CREATED) {
        if (whole) {
          memory.seal(slot);
        } else {
          memory.delete(slot);
        }
      }
      memory.unpin(slot);
    } finally {
      memory.lock.unlock();
    }
  }

  /** All bytes that there could be; while room is being made, those that are free. */
  @Override
  public long freeBytes() {
    if (!makingRoom.get()) {
      return memory.allocator.capacity();
    }
    memory.lock.lock();
    try {
      return memory.allocator.largestFree();
    } finally {
      memory.lock.unlock();
    }
  }
}
