package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.TlsfAllocator;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.spill.SpillLocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room in a full store, in this order: memory whose users are gone; garbage; secondary copies
 * and objects that lie on disk already, the least recently used first; primary copies, which are
 * written to disk. When nothing of that helps, it waits a while for others to give pins back, and
 * then says that the store is full. And reads back what was written. Called with the store's lock
 * held, which it gives up while it writes, reads and waits.
 */
final class Spilling {
  private static final Logger log = LoggerFactory.getLogger(Spilling.class);

  /** How long a full store waits for pins to end before it says so. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** When no object is deleted for so long after a garbage collection, no more are waited for. */
  private static final long DELETIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final StoreMemory memory;
  private final SpillFiles disk;
  private final Garbage garbage;
  private final Map<Integer, CompletableFuture<Void>> restoring = new HashMap<>();
  private int inFlight;
  private @Nullable IOException failure;

  Spilling(StoreMemory memory, SpillFiles disk) {
    this.memory = memory;
    this.disk = disk;
    this.garbage = new Garbage(memory.allocator.capacity());
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
    failure = null; // the disk may have room again
    while (true) {
      memory.requireOpen();
      memory.neighbours.dropDead();
      memory.tidy();
      int block = tryAllocate(size, needsPlace);
      if (block != TlsfAllocator.NONE) {
        return block;
      }
      if (garbage.isWorthCollecting(memory.allocator.used())) {
        collect(size);
      } else if (needsPlace && !memory.index.hasRoom() || !spillOne()) {
        long now = System.nanoTime();
        waitingSince = waitingSince == 0 ? now : waitingSince;
        if (now - waitingSince > PATIENCE_NANOS && inFlight == 0) {
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
    return failure == null
        ? new ObjectStoreFullException(message + ".")
        : new ObjectStoreFullException(
            message + ", and no more can be: " + failure.getMessage() + ".", failure);
  }

  /** Lets the collector find dead references, whose objects are deleted by other threads. */
  private void collect(long size) {
    memory.lock.unlock();
    try {
      System.gc();
      long used = memory.allocator.used();
      long changed = System.nanoTime();
      while (memory.allocator.capacity() - used < size
          && System.nanoTime() - changed < DELETIONS_NANOS) {
        LockSupport.parkNanos(POLL_NANOS);
        if (memory.allocator.used() != used) {
          used = memory.allocator.used();
          changed = System.nanoTime();
        }
      }
    } finally {
      memory.lock.lock();
    }
    if (!memory.isClosed()) {
      garbage.collected(memory.allocator.used());
    }
  }

  /** Takes the memory of one object; false if there is none to take. */
  private boolean spillOne() {
    ObjectIndex index = memory.index;
    boolean diskIsFull = failure != null;
    int slot = diskIsFull ? memory.order.oldestToDrop() : memory.order.oldestWithoutPin();
    if (slot == ObjectIndex.NONE) {
      return false;
    }
    if (index.isSecondary(slot)) {
      memory.delete(slot);
      return true;
    }
    if (index.isOnDisk(slot)) {
      return memory.vacate(slot);
    }
    memory.pin(slot);
    inFlight++;
    MemorySegment bytes = memory.bytes(slot);
    SpillLocation location = null;
    memory.lock.unlock();
    try {
      location = disk.write(bytes);
    } catch (IOException | RuntimeException e) {
      failure = e instanceof IOException io ? io : new IOException(e);
      log.warn("An object cannot be spilled to disk: {}", e.toString());
    } finally {
      memory.lock.lock();
      inFlight--;
    }
    if (memory.isClosed()) {
      return true;
    }
    if (location != null) {
      if (index.state(slot) == ObjectIndex.SEALED) {
        memory.spilled(slot, location);
      } else {
        disk.free(location, bytes.byteSize());
      }
    }
    memory.unpin(slot);
    return true; // with the disk full, something that need not be written is looked for next
  }

  /** Has a spilled object read back; done when it is in memory, or is gone. */
  CompletableFuture<Void> beginRestore(int slot) {
    CompletableFuture<Void> restored = restoring.get(slot);
    if (restored == null) {
      restored = new CompletableFuture<>();
      restoring.put(slot, restored);
      memory.index.setState(slot, ObjectIndex.RESTORING);
      CompletableFuture<Void> done = restored;
      Thread.ofVirtual().name("ray-restore").start(() -> readBack(slot, done));
    }
    return restored;
  }

  /** Waits until a spilled object is back in memory, or is gone. */
  void restore(int slot) {
    CompletableFuture<Void> restored = beginRestore(slot);
    memory.lock.unlock();
    try {
      restored.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      memory.lock.lock();
    }
  }

  private void readBack(int slot, CompletableFuture<Void> done) {
    RuntimeException problem = null;
    memory.lock.lock();
    try {
      problem = readBack(slot);
      restoring.remove(slot);
    } catch (RuntimeException e) { // the store was closed
      problem = e;
    } finally {
      memory.lock.unlock();
    }
    if (problem == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(problem);
    }
  }

  private @Nullable RuntimeException readBack(int slot) {
    ObjectIndex index = memory.index;
    ObjectId id = index.id(slot);
    long size = index.size(slot);
    SpillLocation location = index.location(slot);
    int block;
    try {
      block = allocate(id, size, false);
    } catch (ObjectStoreFullException e) {
      end(slot, ObjectIndex.SPILLED);
      return e;
    }
    MemorySegment into = memory.bytes(block, size);
    IOException problem = null;
    inFlight++;
    memory.lock.unlock();
    try {
      disk.read(location, into);
    } catch (IOException e) {
      problem = e;
    } finally {
      memory.lock.lock();
      inFlight--;
    }
    memory.requireOpen();
    if (problem == null && index.state(slot) == ObjectIndex.RESTORING) {
      memory.restored(slot, block);
      return null;
    }
    memory.freeBlock(block);
    end(slot, ObjectIndex.SPILLED);
    return problem == null
        ? null
        : new IllegalStateException(
            "Object " + id + " cannot be read back from disk: " + problem.getMessage(), problem);
  }

  /** The slot goes back to a state, unless the object was deleted meanwhile. */
  private void end(int slot, int state) {
    if (memory.index.state(slot) == ObjectIndex.DELETED) {
      memory.index.release(slot);
    } else {
      memory.index.setState(slot, state);
    }
  }
}
