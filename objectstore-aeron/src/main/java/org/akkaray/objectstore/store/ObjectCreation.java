package org.akkaray.objectstore.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.GrowingObject;

/**
 * How objects come to be: room that a creator fills and seals, bytes that are copied, and room that
 * grows while it is filled. Thread-safe.
 */
final class ObjectCreation {
  private final StoreMemory memory;
  private final RoomMaker room;
  private final BackgroundSpilling background;
  private final CreationSites sites;

  /** Objects that grow just now, to whose memory raw addresses lead. Guarded by the lock. */
  private int growing;

  ObjectCreation(
      StoreMemory memory, RoomMaker room, BackgroundSpilling background, CreationSites sites) {
    this.memory = memory;
    this.room = room;
    this.background = background;
    this.sites = sites;
  }

  /** Whether nothing grows. For the holder of the lock. */
  boolean isIdle() {
    return growing == 0;
  }

  MemorySegment create(ObjectId id, long size, int form, boolean secondary) {
    int site = sites.here();
    memory.lock.lock();
    try {
      int slot = enter(id, size, form, secondary);
      memory.index.setSite(slot, site);
      return memory.loans.lendRoom(slot, memory.bytes(slot));
    } finally {
      memory.lock.unlock();
    }
  }

  void put(ObjectId id, MemorySegment bytes, int form) {
    long size = bytes.byteSize();
    int site = sites.here();
    int slot;
    MemorySegment target;
    memory.lock.lock();
    try {
      slot = enter(id, size, form, false);
      memory.index.setSite(slot, site);
      memory.pin(slot);
      target = memory.bytes(slot);
    } finally {
      memory.lock.unlock();
    }
    boolean copied = false;
    try {
      target.copyFrom(bytes);
      copied = true;
    } finally {
      memory.lock.lock();
      try {
        end(slot, copied);
      } finally {
        memory.lock.unlock();
      }
    }
  }

  /** A pinned object is whole, or is not to be. */
  private void end(int slot, boolean whole) {
    if (memory.isClosed()) {
      return;
    }
    if (memory.index.state(slot) == ObjectIndex.CREATED) {
      if (whole) {
        memory.seal(slot);
        background.check();
      } else {
        memory.delete(slot);
      }
    }
    memory.unpin(slot);
  }

  /** Takes room for an object, which is being created from now on. */
  private int enter(ObjectId id, long size, int form, boolean secondary) {
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more but is " + size);
    }
    memory.requireOpen();
    requireNew(id);
    int block = room.allocate(id, size, true);
    try {
      requireNew(id); // the lock may have been given up meanwhile
    } catch (IllegalStateException e) {
      memory.freeBlock(block);
      throw e;
    }
    return memory.insert(id, block, size, form, secondary);
  }

  private void requireNew(ObjectId id) {
    if (memory.index.find(id) != ObjectIndex.NONE) {
      throw new IllegalStateException("The store has an object " + id + " already.");
    }
  }

  void seal(ObjectId id) {
    Arena lent;
    int slot;
    memory.lock.lock();
    try {
      slot = memory.find(id);
      if (slot == ObjectIndex.NONE) {
        throw new NoSuchElementException("The store has no object " + id + " to see.");
      }
      if (memory.index.state(slot) != ObjectIndex.CREATED) {
        throw new IllegalStateException("Object " + id + " is sealed already.");
      }
      lent = memory.loans.recallRoom(slot);
      if (lent == null) {
        throw new IllegalStateException("Object " + id + " is being sealed or put just now.");
      }
    } finally {
      memory.lock.unlock();
    }
    boolean ended = View.close(lent); // outside of the lock: it waits for all threads
    memory.lock.lock();
    try {
      if (!ended) {
        memory.loans.restoreRoom(slot, lent);
        throw new IllegalStateException(
            "Object " + id + " cannot be sealed: a native call is still writing to it.");
      }
      if (!memory.isClosed() && memory.index.state(slot) == ObjectIndex.CREATED) {
        memory.seal(slot);
        background.check();
      }
      memory.loans.ended(slot, lent, true);
    } finally {
      memory.lock.unlock();
    }
  }

  GrowingObject createGrowing(ObjectId id, long size, int form) {
    int site = sites.here();
    memory.lock.lock();
    try {
      int slot = enter(id, size, form, false);
      memory.index.setSite(slot, site);
      memory.pin(slot);
      growing++;
      return new Growing(id, slot);
    } finally {
      memory.lock.unlock();
    }
  }

  /**
   * An object that takes the free memory behind it while that lasts, and then moves to another
   * place. It is pinned until it is sealed or given up.
   */
  private final class Growing implements GrowingObject {
    private final ObjectId id;
    private final int slot;
    private MemorySegment bytes;
    private boolean ended;

    Growing(ObjectId id, int slot) {
      this.id = id;
      this.slot = slot;
      this.bytes = memory.bytes(slot);
    }

    @Override
    public MemorySegment bytes() {
      return bytes;
    }

    @Override
    public MemorySegment grow(long size, long least) {
      memory.lock.lock();
      try {
        memory.requireOpen();
        int block = memory.index.block(slot);
        if (memory.allocator.extend(block, size)) {
          resized(block, size);
        } else if (memory.allocator.extend(block, least)) {
          resized(block, least);
        } else {
          moveTo(size, least);
        }
        return bytes;
      } finally {
        memory.lock.unlock();
      }
    }

    private void resized(int block, long size) {
      memory.index.setSize(slot, size);
      bytes = memory.bytes(block, size);
    }

    private void moveTo(long size, long least) {
      try {
        move(size);
      } catch (ObjectStoreFullException e) {
        if (size == least) {
          throw e;
        }
        move(least);
      }
    }

    /**
     * The lock is given up while bytes are copied, but nobody else has anything to do with them.
     */
    private void move(long size) {
      int block = room.allocate(id, size, false);
      MemorySegment target = memory.bytes(block, size);
      memory.lock.unlock();
      try {
        MemorySegment.copy(bytes, 0, target, 0, bytes.byteSize());
      } finally {
        memory.lock.lock();
      }
      memory.freeBlock(memory.index.block(slot));
      memory.index.place(slot, memory.allocator.offset(block), block);
      resized(block, size);
    }

    @Override
    public void seal(long size) {
      memory.lock.lock();
      try {
        if (ended) {
          throw new IllegalStateException("Object " + id + " is sealed already.");
        }
        memory.requireOpen();
        memory.allocator.shrink(memory.index.block(slot), size);
        memory.index.setSize(slot, size);
        finish(true);
      } finally {
        memory.lock.unlock();
      }
    }

    private void finish(boolean whole) {
      ended = true;
      growing--;
      end(slot, whole);
    }

    @Override
    public void close() {
      memory.lock.lock();
      try {
        if (!ended) {
          finish(false);
        }
      } finally {
        memory.lock.unlock();
      }
    }
  }
}
