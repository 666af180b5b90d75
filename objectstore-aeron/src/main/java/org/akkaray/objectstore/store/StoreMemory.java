package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.objectstore.arena.TlsfAllocator;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.spill.SpillLocation;

/**
 * Table, blocks and pins of a store, and the lock that guards them: all methods are for the thread
 * that holds it.
 */
final class StoreMemory {
  final ReentrantLock lock = new ReentrantLock();
  final ObjectIndex index;
  final TlsfAllocator allocator;
  final EvictionOrder order;
  final Loans loans = new Loans(this::pin, this::unpin);
  final NeighbourPins neighbours;

  /** How many objects are being written to disk or read back just now. */
  int diskOperations;

  private final SpillFiles disk;
  private final MemorySegment data;
  private final Condition changed = lock.newCondition();

  /** Deleted objects that only other processes have pinned. */
  private final List<Integer> pinnedElsewhere = new ArrayList<>();

  private boolean closed;

  StoreMemory(ArenaFile file, Path folder, SpillFiles disk) throws IOException {
    this.index = new ObjectIndex(file.memory(), file.layout());
    this.allocator = new TlsfAllocator(file.layout().dataSize());
    this.order = new EvictionOrder(index);
    this.neighbours = new NeighbourPins(folder);
    this.data = file.data();
    this.disk = disk;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    changed.signalAll();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The object store was closed.");
    }
  }

  /** An object's slot; {@link ObjectIndex#NONE} if there is none, or all are gone. */
  int find(ObjectId id) {
    return closed ? ObjectIndex.NONE : index.find(id);
  }

  /** An object's mapped bytes, which nobody must see who has no pin. */
  MemorySegment bytes(int slot) {
    return data.asSlice(index.offset(slot), index.size(slot));
  }

  MemorySegment bytes(int block, long size) {
    return data.asSlice(allocator.offset(block), size);
  }

  /** A block, or {@link TlsfAllocator#NONE}. */
  int tryAllocate(long size) {
    return allocator.allocate(size);
  }

  void freeBlock(int block) {
    allocator.free(block);
    changed.signalAll();
  }

  int insert(ObjectId id, int block, long size, int form, boolean secondary) {
    int slot =
        index.insert(id, allocator.offset(block), size, form, block, System.currentTimeMillis());
    index.setSecondary(slot, secondary);
    return slot;
  }

  void seal(int slot) {
    index.setState(slot, ObjectIndex.SEALED);
    order.add(slot);
  }

  void pin(int slot) {
    index.addPins(slot, 1);
  }

  void unpin(int slot) {
    if (closed) {
      return;
    }
    index.addPins(slot, -1);
    if (index.pins(slot) == 0) {
      reclaim(slot);
      changed.signalAll();
    }
  }

  /** Takes an object out of the table; its memory goes with its last pin. */
  void delete(int slot) {
    int state = index.state(slot);
    index.unlink(slot);
    if (state == ObjectIndex.SEALED) {
      order.remove(slot);
    }
    if (index.isOnDisk(slot)) {
      disk.free(index.location(slot), index.size(slot));
    }
    index.setState(slot, ObjectIndex.DELETED);
    if (state == ObjectIndex.SPILLED) {
      index.release(slot);
    } else if (state != ObjectIndex.RESTORING) { // whoever restores it ends it
      reclaim(slot);
    }
  }

  /** Makes a deleted object's memory free if nobody has pinned it. */
  private void reclaim(int slot) {
    if (index.state(slot) != ObjectIndex.DELETED || index.pins(slot) > 0) {
      return;
    }
    if (neighbours.contains(slot, index.generation(slot))) {
      pinnedElsewhere.add(slot);
      return;
    }
    freeBlock(index.block(slot));
    index.release(slot);
  }

  /**
   * Takes the memory of a sealed object that lies on disk as well and has no pin here.
   *
   * @return false if another process has pinned it
   */
  boolean vacate(int slot) {
    index.setState(slot, ObjectIndex.SPILLED);
    if (neighbours.contains(slot, index.generation(slot))) {
      index.setState(slot, ObjectIndex.SEALED);
      order.used(slot); // do not come back to it at once
      return false;
    }
    order.remove(slot);
    freeBlock(index.block(slot));
    return true;
  }

  /** Gives a spilled object memory again. */
  void restored(int slot, int block) {
    index.place(slot, allocator.offset(block), block);
    seal(slot);
  }

  /** A sealed object lies on disk as well. */
  void spilled(int slot, SpillLocation location) {
    order.change(slot, () -> index.setLocation(slot, location));
  }

  void setSecondary(int slot, boolean secondary) {
    if (index.state(slot) == ObjectIndex.SEALED) {
      order.change(slot, () -> index.setSecondary(slot, secondary));
    } else {
      index.setSecondary(slot, secondary);
    }
  }

  /** Ends what has become possible to end since it was last tried. */
  void tidy() {
    loans.tidy();
    if (!pinnedElsewhere.isEmpty()) {
      neighbours.dropDead();
      List<Integer> again = List.copyOf(pinnedElsewhere);
      pinnedElsewhere.clear();
      again.forEach(this::reclaim);
    }
  }

  /** Waits until some memory or pin was given back, or for so long. */
  void awaitChange(long nanos) {
    try {
      long ignored = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for room in the object store.", e);
    }
  }

  static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** For messages: what is used, pinned and spilled. */
  String fullness() {
    long pinnedBytes = 0;
    long sealedBytes = 0;
    for (int slot = 0; slot < index.slotsEver(); slot++) {
      if (index.state(slot) == ObjectIndex.SEALED) {
        sealedBytes += index.size(slot);
        if (index.pins(slot) > 0) {
          pinnedBytes += index.size(slot);
        }
      }
    }
    String text =
        "%d of %d bytes are used by %d object(s), %d bytes are sealed, %d of them pinned; the"
                .formatted(
                    allocator.used(), allocator.capacity(), index.count(), sealedBytes, pinnedBytes)
            + " largest free block has about %d bytes; %d bytes are spilled to disk"
                .formatted(allocator.largestFree(), disk.bytes());
    if (!index.hasRoom()) {
      text += "; there is no place in its table for one more object";
    }
    return pinnedElsewhere.isEmpty()
        ? text
        : text + "; other processes have pinned " + pinnedElsewhere.size() + " deleted one(s)";
  }
}
