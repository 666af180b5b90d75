package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.runtime.object.GrowingObject;
import org.akkaray.runtime.object.NeighbourObjects;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreStats;
import org.akkaray.runtime.object.StoreReport;
import org.akkaray.runtime.object.StoredObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's objects in an arena file that the host's other processes can read ({@link
 * NeighbourStore}).
 *
 * <p>Memory that was handed out can be taken back: the room that {@link #create} gives is closed by
 * {@link #seal}, the view that {@link #get} gives by {@link #delete}, and both throw from then on.
 * The mapping itself outlives all of them, so nothing that a user holds can crash the JVM. A
 * deleted object's memory is used again when its last pin is gone, in this process or another.
 *
 * <p>Objects that were not used for longest are written to disk when much of the store is used
 * ({@link BackgroundSpilling}), lose their memory when it is full ({@link RoomMaker}), and are read
 * back when they are asked for ({@link Restoring}).
 *
 * <p>Thread-safe: one lock guards table, allocator and pins; bytes are copied outside of it.
 */
public final class SharedMemoryObjectStore implements ObjectStore {
  private static final Logger log = LoggerFactory.getLogger(SharedMemoryObjectStore.class);
  static final String ARENA = "arena";
  private static final int CLOSE_TRIES = 200;
  private static final long CLOSE_PAUSE_NANOS = 5_000_000;

  private final NodeFolder folder;
  private final ArenaFile file;
  private final SpillFiles disk;
  private final StoreMemory memory;
  private final BackgroundSpilling background;
  private final Restoring restoring;
  private final ObjectCreation creation;
  private final Set<PinnedObject> pinned = ConcurrentHashMap.newKeySet();
  private final TransferEnd transferEnd;
  private final Neighbours neighbours;

  SharedMemoryObjectStore(NodeFolder folder, ArenaFile file, SpillFiles disk, StoreOptions options)
      throws IOException {
    this.folder = folder;
    this.file = file;
    this.disk = disk;
    this.memory = new StoreMemory(file, folder.path(), disk);
    Garbage garbage = new Garbage(memory.allocator.capacity());
    SpillWriter writer = new SpillWriter(memory, disk);
    RoomMaker room = new RoomMaker(memory, writer, garbage);
    this.background = new BackgroundSpilling(memory, writer, garbage, options.spillThreshold());
    this.restoring = new Restoring(memory, disk, room);
    this.creation =
        new ObjectCreation(
            memory,
            room,
            background,
            new CreationSites(folder.path(), options.recordCreationSites()));
    this.transferEnd = new TransferEnd(memory, room, restoring);
    this.neighbours = new Neighbours(folder.path());
  }

  /** Where the node's files are; what {@link NeighbourStore#open} takes. */
  public Path folder() {
    return folder.path();
  }

  /** Joins it to a transfer. Whatever uses this must end before the store is closed. */
  public TransferEnd transferEnd() {
    return transferEnd;
  }

  @Override
  public MemorySegment create(ObjectId id, long size, int form) {
    return creation.create(id, size, form, false);
  }

  @Override
  public MemorySegment createCopy(ObjectId id, long size, int form) {
    return creation.create(id, size, form, true);
  }

  @Override
  public GrowingObject createGrowing(ObjectId id, long size, int form) {
    return creation.createGrowing(id, size, form);
  }

  @Override
  public void put(ObjectId id, MemorySegment bytes, int form) {
    creation.put(id, bytes, form);
  }

  @Override
  public void seal(ObjectId id) {
    creation.seal(id);
  }

  @Override
  public boolean contains(ObjectId id) {
    return locked(() -> memory.find(id) != ObjectIndex.NONE);
  }

  @Override
  public MemorySegment get(ObjectId id) {
    return locked(() -> {
      int slot = inMemory(id);
      return memory.loans.lendView(slot, memory.bytes(slot));
    });
  }

  @Override
  public PinnedObject pin(ObjectId id) {
    return locked(() -> {
      int slot = inMemory(id);
      memory.pin(slot);
      return new PinnedObject(
          memory.bytes(slot), memory.index.form(slot), pinned, () -> unpin(slot));
    });
  }

  @Override
  public boolean setCopy(ObjectId id, boolean isCopy) {
    return locked(() -> {
      int slot = memory.find(id);
      if (slot == ObjectIndex.NONE) {
        return false;
      }
      memory.setSecondary(slot, isCopy);
      background.check();
      return true;
    });
  }

  @Override
  public @Nullable StoredObject find(ObjectId id) {
    return locked(() -> {
      int slot = memory.find(id);
      return slot == ObjectIndex.NONE ? null : memory.index.stored(slot);
    });
  }

  @Override
  public @Nullable NeighbourObjects neighbour(String node) {
    return neighbours.of(node);
  }

  @Override
  public <R extends @Nullable Object> R read(ObjectId id, Function<MemorySegment, R> reader) {
    int slot;
    MemorySegment bytes;
    memory.lock.lock();
    try {
      slot = inMemory(id);
      memory.pin(slot);
      bytes = memory.bytes(slot).asReadOnly();
    } finally {
      memory.lock.unlock();
    }
    try {
      return reader.apply(bytes);
    } finally {
      unpin(slot);
    }
  }

  private void unpin(int slot) {
    memory.lock.lock();
    try {
      memory.unpin(slot);
    } finally {
      memory.lock.unlock();
    }
  }

  /** How many pins of this process an object has; 0 if there is no object of that id. */
  public int pins(ObjectId id) {
    return locked(() -> {
      int slot = memory.find(id);
      return slot == ObjectIndex.NONE ? 0 : memory.index.pins(slot);
    });
  }

  /** The slot of a sealed object, read back from disk if need be. */
  private int inMemory(ObjectId id) {
    while (true) {
      int slot = memory.find(id);
      int state = slot == ObjectIndex.NONE ? ObjectIndex.FREE : memory.index.state(slot);
      switch (state) {
        case ObjectIndex.SEALED -> {
          memory.order.used(slot);
          return slot;
        }
        case ObjectIndex.SPILLED, ObjectIndex.RESTORING -> restoring.await(slot);
        default -> throw unknown(id);
      }
    }
  }

  private static NoSuchElementException unknown(ObjectId id) {
    return new NoSuchElementException("The store has no object " + id + " to see.");
  }

  @Override
  public void delete(ObjectId id) {
    Arena arena;
    int slot;
    memory.lock.lock();
    try {
      slot = memory.find(id);
      if (slot == ObjectIndex.NONE) {
        return;
      }
      memory.delete(slot);
      arena = memory.loans.recall(slot);
      if (arena == null) {
        return;
      }
    } finally {
      memory.lock.unlock();
    }
    boolean ended = View.close(arena); // outside of the lock: it waits for all threads
    memory.lock.lock();
    try {
      memory.loans.ended(slot, arena, ended);
    } finally {
      memory.lock.unlock();
    }
  }

  @Override
  public ObjectStoreStats stats() {
    neighbours.tidy();
    return locked(() -> {
      if (memory.isClosed()) {
        return new ObjectStoreStats(memory.allocator.capacity(), 0, 0);
      }
      memory.tidy();
      return new ObjectStoreStats(
          memory.allocator.capacity(), memory.allocator.used(), memory.index.count());
    });
  }

  @Override
  public StoreReport report(int limit) {
    try {
      return StoreInspection.of(folder.path(), limit);
    } catch (IOException e) {
      throw new IllegalStateException("The object store cannot be looked into: " + e, e);
    }
  }

  @Override
  public void forEach(Consumer<StoredObject> listener) {
    List<StoredObject> some = new ArrayList<>();
    for (int from = 0; from >= 0; ) {
      int start = from;
      from =
          locked(() -> {
            if (memory.isClosed()) {
              return ObjectIndex.NONE;
            }
            return memory.index.list(start, some::add);
          });
      some.forEach(listener);
      some.clear();
    }
  }

  /** Bytes of objects on disk. */
  public long spilledBytes() {
    return disk.bytes();
  }

  @Override
  public void close() {
    memory.lock.lock();
    try {
      if (memory.isClosed()) {
        return;
      }
      memory.close();
    } finally {
      memory.lock.unlock();
    }
    disk.close();
    neighbours.close();
    // Nothing may lead to the memory any more when it is unmapped.
    boolean quiet = patiently(() -> locked(this::isQuiet));
    List<Arena> arenas = locked(memory.loans::takeAll);
    boolean allEnded = arenas.stream().allMatch(arena -> patiently(() -> View.close(arena)));
    if (quiet && allEnded && pinned.stream().allMatch(pin -> patiently(pin::tryClose))) {
      unmap();
    } else {
      log.warn("A native call still uses the object store, which stays mapped.");
    }
    folder.close();
  }

  private boolean isQuiet() {
    return !memory.loans.isEnding() && transferEnd.isIdle() && creation.isIdle();
  }

  private void unmap() {
    try {
      memory.neighbours.close();
    } catch (IOException e) {
      log.warn("The object store's list of neighbours cannot be closed: {}", e.toString());
    }
    if (!patiently(file::tryClose)) { // while a put is copying
      log.warn("A native call still uses the object store, which stays mapped.");
    }
  }

  /** Tries again for a second: native calls that use memory are short. */
  private static boolean patiently(BooleanSupplier closing) {
    for (int i = 0; i < CLOSE_TRIES; i++) {
      if (closing.getAsBoolean()) {
        return true;
      }
      LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
    }
    return false;
  }

  private <R> R locked(Supplier<R> action) {
    memory.lock.lock();
    try {
      return action.get();
    } finally {
      memory.lock.unlock();
    }
  }
}
