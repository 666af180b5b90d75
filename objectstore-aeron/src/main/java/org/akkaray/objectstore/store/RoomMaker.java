package org.akkaray.objectstore.store;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.TlsfAllocator;

/**
 * Takes blocks of memory, and makes room for them in a full store, in this order: memory whose
 * users are gone; garbage; objects in their {@link EvictionOrder}, of which those that lie in
 * memory only are written to disk. When nothing of that helps, it waits a while for others to give
 * pins back, and then says that the store is full. Called with the store's lock held, which it
 * gives up while it writes and waits.
 */
final class RoomMaker {
  /** How long a full store waits for pins to end before it says so. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreMemory memory;
  private final SpillWriter writer;
  private final Garbage garbage;

  RoomMaker(StoreMemory memory, SpillWriter writer, Garbage garbage) {
    this.memory = memory;
    this.writer = writer;
    this.garbage = garbage;
  }

  /**
   * A block for an object.
   *
   * @param needsPlace whether it needs a place in the table as well
   * @throws ObjectStoreFullException if there is no room and none can be made
   */
  int allocate(ObjectId id, long size, boolean needsPlace) {
    if (!memory.loans.isEmpty()) {
      memory.tidy();
    }
    int block = tryAllocate(size, needsPlace);
    return block != TlsfAllocator.NONE ? block : makeRoom(id, size, needsPlace);
  }

  /** Sees to it that an object of this size would find room now, as {@link #allocate} does. */
  void makeRoomFor(ObjectId id, long size) {
    memory.lock.lock();
    try {
      memory.freeBlock(allocate(id, size, true));
    } finally {
      memory.lock.unlock();
    }
  }

  /** A block, or {@link TlsfAllocator#NONE}, at once. */
  int tryAllocate(long size, boolean needsPlace) {
    if (needsPlace && !memory.index.hasRoom()) {
      return TlsfAllocator.NONE;
    }
    int block = memory.tryAllocate(size);
    if (block != TlsfAllocator.NONE) {
      garbage.filled(size);
    }
    return block;
  }

  private int makeRoom(ObjectId id, long size, boolean needsPlace) {
    if (size > memory.allocator.capacity()) {
      throw full(id, size);
    }
    long waitingSince = 0;
    writer.forgetFailure();
    while (true) {
      memory.requireOpen();
      memory.neighbours.dropDead();
      memory.tidy();
      int block = tryAllocate(size, needsPlace);
      if (block != TlsfAllocator.NONE) {
        return block;
      }
      if (garbage.isWorthCollecting(memory.allocator.used())) {
        garbage.collect(
            memory, () -> memory.allocator.capacity() - memory.allocator.used() >= size);
      } else if (needsPlace && !memory.index.hasRoom() || !evictOne()) {
        long now = System.nanoTime();
        waitingSince = waitingSince == 0 ? now : waitingSince;
        if (now - waitingSince > PATIENCE_NANOS && memory.diskOperations == 0) {
          throw full(id, size);
        }
        memory.awaitChange(StoreMemory.SHORT_WAIT_NANOS);
      } else {
        waitingSince = 0;
      }
    }
  }

  private ObjectStoreFullException full(ObjectId id, long size) {
    String message =
        "Object " + id + " needs " + size + " bytes of the object store; " + memory.fullness();
    IOException failure = writer.failure();
    return failure == null
        ? new ObjectStoreFullException(message + ".")
        : new ObjectStoreFullException(
            message + ", and no more can be: " + failure.getMessage() + ".", failure);
  }

  /** Takes the memory of one object; false if there is none to take. */
  private boolean evictOne() {
    int slot = memory.order.next(writer.failure() == null);
    if (slot == ObjectIndex.NONE) {
      return false;
    }
    if (memory.index.isSecondary(slot)) {
      memory.delete(slot);
      return true;
    }
    if (memory.index.isOnDisk(slot)) {
      return memory.vacate(slot);
    }
    if (writer.write(slot)) {
      memory.vacate(slot);
    }
    return true; // with the disk full, something that need not be written is looked for next
  }
}
