package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.objectstore.arena.TlsfAllocator;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreStats;
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
 * <p>Thread-safe: one lock guards table, allocator and pins; bytes are copied outside of it.
 */
public final class SharedMemoryObjectStore implements ObjectStore {
  private static final Logger log = LoggerFactory.getLogger(SharedMemoryObjectStore.class);
  static final String ARENA = "arena";
  private static final int CLOSE_TRIES = 200;
  private static final long CLOSE_PAUSE_NANOS = 5_000_000;

  private final NodeFolder folder;
  private final ArenaFile file;
  private final MemorySegment data;
  private final ReentrantLock lock = new ReentrantLock();
  private final ObjectIndex index;
  private final TlsfAllocator allocator;
  private final NeighbourPins neighbours;

  /** Of objects that are being written, by slot. */
  private final Map<Integer, Arena> rooms = new HashMap<>();

  /** Of sealed objects that somebody looks at, by slot; each is one pin. */
  private final Map<Integer, View> views = new HashMap<>();

  private final Set<PinnedObject> pinned = ConcurrentHashMap.newKeySet();

  private final ReferenceQueue<Arena> unreachable = new ReferenceQueue<>();

  /** Views and rooms of deleted objects that a native call was using; they hold a pin. */
  private final List<Busy> busy = new ArrayList<>();

  /** Deleted objects that only other processes have pinned. */
  private final List<Integer> pinnedElsewhere = new ArrayList<>();

  /** Rooms and views that threads are ending outside of the lock just now. */
  private int ending;

  private boolean closed;

  /** An arena to be closed, and the slot whose pin goes with it. */
  private record Busy(Arena arena, int slot) {}

  SharedMemoryObjectStore(NodeFolder folder, ArenaFile file) throws IOException {
    this.folder = folder;
    this.file = file;
    this.data = file.data();
    this.index = new ObjectIndex(file.memory(), file.layout());
    this.allocator = new TlsfAllocator(file.layout().dataSize());
    this.neighbours = new NeighbourPins(folder.path());
  }

  /** Where the node's files are; what {@link NeighbourStore#open} takes. */
  public Path folder() {
    return folder.path();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // sealing or deleting the object closes it
  public MemorySegment create(ObjectId id, long size) {
    lock.lock();
    try {
      int slot = enter(id, size);
      Arena arena = Arena.ofShared();
      index.addPins(slot, 1);
      rooms.put(slot, arena);
      return data.asSlice(index.offset(slot), size).reinterpret(size, arena, null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(ObjectId id, MemorySegment bytes) {
    long size = bytes.byteSize();
    int slot;
    MemorySegment room;
    lock.lock();
    try {
      slot = enter(id, size);
      index.addPins(slot, 1);
      room = data.asSlice(index.offset(slot), size);
    } finally {
      lock.unlock();
    }
    boolean copied = false;
    try {
      room.copyFrom(bytes);
      copied = true;
    } finally {
      lock.lock();
      try {
        if (!closed) {
          finishPut(slot, copied);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void finishPut(int slot, boolean copied) {
    if (index.state(slot) == ObjectIndex.CREATED) {
      if (copied) {
        index.setState(slot, ObjectIndex.SEALED);
      } else {
        index.unlink(slot);
        index.setState(slot, ObjectIndex.DELETED);
      }
    }
    unpin(slot);
  }

  /** Takes room for an object, which is being created from now on. */
  private int enter(ObjectId id, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more but is " + size);
    }
    requireOpen();
    if (index.find(id) != ObjectIndex.NONE) {
      throw new IllegalStateException("The store has an object " + id + " already.");
    }
    int block = takeRoom(id, size);
    return index.insert(id, allocator.offset(block), size, block, System.currentTimeMillis());
  }

  private int takeRoom(ObjectId id, long size) {
    if (!busy.isEmpty() || !views.isEmpty()) {
      tidy();
    }
    int block = index.hasRoom() ? allocator.allocate(size) : TlsfAllocator.NONE;
    if (block == TlsfAllocator.NONE) {
      neighbours.dropDead();
      tidy();
      block = index.hasRoom() ? allocator.allocate(size) : TlsfAllocator.NONE;
    }
    if (block == TlsfAllocator.NONE) {
      throw new ObjectStoreFullException(
          "Object " + id + " needs " + size + " bytes of the object store; " + fullness());
    }
    return block;
  }

  private String fullness() {
    String text =
        "%d of %d bytes are used by %d object(s), the largest free block has about %d bytes"
            .formatted(
                allocator.used(), allocator.capacity(), index.count(), allocator.largestFree());
    if (!index.hasRoom()) {
      text += "; it has no place in its table for one more object";
    }
    return pinnedElsewhere.isEmpty()
        ? text + "."
        : text + "; other processes have pinned " + pinnedElsewhere.size() + " deleted one(s).";
  }

  @Override
  public void seal(ObjectId id) {
    Arena room;
    int slot;
    lock.lock();
    try {
      slot = index.find(id);
      if (slot == ObjectIndex.NONE) {
        throw unknown(id);
      }
      if (index.state(slot) == ObjectIndex.SEALED) {
        throw new IllegalStateException("Object " + id + " is sealed already.");
      }
      room = rooms.remove(slot);
      if (room == null) {
        throw new IllegalStateException("Object " + id + " is being sealed or put just now.");
      }
      ending++;
    } finally {
      lock.unlock();
    }
    boolean ended = View.close(room); // outside of the lock: it waits for all threads
    lock.lock();
    try {
      ending--;
      if (!ended) {
        rooms.put(slot, room);
        throw new IllegalStateException(
            "Object " + id + " cannot be sealed: a native call is still writing to it.");
      }
      if (closed) {
        return;
      }
      if (index.state(slot) == ObjectIndex.CREATED) {
        index.setState(slot, ObjectIndex.SEALED);
      }
      unpin(slot);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean contains(ObjectId id) {
    lock.lock();
    try {
      return !closed && index.find(id) != ObjectIndex.NONE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public MemorySegment get(ObjectId id) {
    lock.lock();
    try {
      int slot = sealed(id);
      View view = views.get(slot);
      MemorySegment again = view == null ? null : view.again();
      if (again != null) {
        return again;
      }
      if (view == null) {
        index.addPins(slot, 1);
      } // else the new view takes over the pin of the one that nobody can reach
      MemorySegment[] segment = new MemorySegment[1];
      views.put(slot, View.of(bytesOf(slot), slot, unreachable, segment));
      return segment[0];
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins a sealed object: its memory stays until the pin is closed, even if the object is deleted.
   *
   * @throws NoSuchElementException if there is no sealed object of that id
   */
  public PinnedObject pin(ObjectId id) {
    lock.lock();
    try {
      int slot = sealed(id);
      index.addPins(slot, 1);
      return new PinnedObject(bytesOf(slot), pinned, () -> unpinLocked(slot));
    } finally {
      lock.unlock();
    }
  }

  /** How many pins of this process an object has; 0 if there is no object of that id. */
  public int pins(ObjectId id) {
    lock.lock();
    try {
      int slot = closed ? ObjectIndex.NONE : index.find(id);
      return slot == ObjectIndex.NONE ? 0 : index.pins(slot);
    } finally {
      lock.unlock();
    }
  }

  private int sealed(ObjectId id) {
    int slot = closed ? ObjectIndex.NONE : index.find(id);
    if (slot == ObjectIndex.NONE || index.state(slot) != ObjectIndex.SEALED) {
      throw unknown(id);
    }
    return slot;
  }

  private MemorySegment bytesOf(int slot) {
    return data.asSlice(index.offset(slot), index.size(slot));
  }

  private static NoSuchElementException unknown(ObjectId id) {
    return new NoSuchElementException("The store has no object " + id + " to see.");
  }

  @Override
  public void delete(ObjectId id) {
    Arena arena;
    int slot;
    lock.lock();
    try {
      slot = closed ? ObjectIndex.NONE : index.find(id);
      if (slot == ObjectIndex.NONE) {
        return;
      }
      index.unlink(slot);
      index.setState(slot, ObjectIndex.DELETED);
      arena = rooms.remove(slot);
      View view = views.remove(slot);
      if (view != null) {
        arena = view.get();
        if (arena == null) {
          unpin(slot);
          return;
        }
      }
      if (arena == null) {
        reclaim(slot);
        return;
      }
      ending++;
    } finally {
      lock.unlock();
    }
    boolean ended = View.close(arena); // outside of the lock: it waits for all threads
    lock.lock();
    try {
      ending--;
      if (!ended) {
        busy.add(new Busy(arena, slot));
      } else if (!closed) {
        unpin(slot);
      }
    } finally {
      lock.unlock();
    }
  }

  private void unpinLocked(int slot) {
    lock.lock();
    try {
      if (!closed) {
        unpin(slot);
      }
    } finally {
      lock.unlock();
    }
  }

  private void unpin(int slot) {
    index.addPins(slot, -1);
    reclaim(slot);
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
    allocator.free(index.block(slot));
    index.release(slot);
  }

  /** Ends what has become possible to end since it was last tried. */
  private void tidy() {
    View gone;
    while ((gone = (View) unreachable.poll()) != null) {
      if (views.remove(gone.slot, gone)) {
        unpin(gone.slot);
      }
    }
    for (int i = busy.size() - 1; i >= 0; i--) {
      Busy entry = busy.get(i);
      if (View.close(entry.arena)) {
        busy.remove(i);
        unpin(entry.slot);
      }
    }
    if (!pinnedElsewhere.isEmpty()) {
      List<Integer> again = List.copyOf(pinnedElsewhere);
      pinnedElsewhere.clear();
      again.forEach(this::reclaim);
    }
  }

  @Override
  public ObjectStoreStats stats() {
    lock.lock();
    try {
      if (closed) {
        return new ObjectStoreStats(allocator.capacity(), 0, 0);
      }
      tidy();
      return new ObjectStoreStats(allocator.capacity(), allocator.used(), index.count());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    // Nothing may lead to the memory any more when it is unmapped.
    boolean quiet = patiently(() -> !isEnding());
    List<Arena> arenas = takeArenas();
    boolean allEnded = arenas.stream().allMatch(arena -> patiently(() -> View.close(arena)));
    if (quiet && allEnded && pinned.stream().allMatch(pin -> patiently(pin::tryClose))) {
      unmap();
    } else {
      log.warn("A native call still uses the object store, which stays mapped.");
    }
    folder.close();
  }

  private boolean isEnding() {
    lock.lock();
    try {
      return ending > 0;
    } finally {
      lock.unlock();
    }
  }

  private List<Arena> takeArenas() {
    lock.lock();
    try {
      List<Arena> arenas = new ArrayList<>(rooms.values());
      views.values().forEach(view -> addIfThere(arenas, view.get()));
      busy.forEach(entry -> arenas.add(entry.arena));
      rooms.clear();
      views.clear();
      busy.clear();
      return arenas;
    } finally {
      lock.unlock();
    }
  }

  private void unmap() {
    try {
      neighbours.close();
    } catch (IOException e) {
      log.warn("The object store's list of neighbours cannot be closed: {}", e.toString());
    }
    if (!patiently(file::tryClose)) { // while a put is copying
      log.warn("A native call still uses the object store, which stays mapped.");
    }
  }

  private static void addIfThere(List<Arena> arenas, @Nullable Arena arena) {
    if (arena != null) {
      arenas.add(arena);
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

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The object store was closed.");
    }
  }
}
