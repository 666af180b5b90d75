package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.spill.SpillLocation;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects back from disk, each on a thread of its own and once, however many wait for it.
 * Called with the store's lock held, which it gives up while it reads and waits.
 */
final class Restoring {
  private final StoreMemory memory;
  private final SpillFiles disk;
  private final RoomMaker room;
  private final Map<Integer, CompletableFuture<Void>> restoring = new HashMap<>();

  Restoring(StoreMemory memory, SpillFiles disk, RoomMaker room) {
    this.memory = memory;
    this.disk = disk;
    this.room = room;
  }

  /** Has a spilled object read back; done when it is in memory, or is gone. */
  CompletableFuture<Void> begin(int slot) {
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
  void await(int slot) {
    CompletableFuture<Void> restored = begin(slot);
    memory.lock.unlock();
    try {
      restored.join();
    } catch (CompletionException e) {
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
      block = room.allocate(id, size, false);
    } catch (ObjectStoreFullException e) {
      end(slot, ObjectIndex.SPILLED);
      return e;
    }
    MemorySegment into = memory.bytes(block, size);
    IOException problem = null;
    memory.diskOperations++;
    memory.lock.unlock();
    try {
      disk.read(location, into);
    } catch (IOException e) {
      problem = e;
    } finally {
      memory.lock.lock();
      memory.diskOperations--;
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
