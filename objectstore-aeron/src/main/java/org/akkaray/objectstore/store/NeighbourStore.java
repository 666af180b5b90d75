package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.runtime.object.NeighbourObjects;
import org.akkaray.runtime.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The store of another node of this host, to read from without copying. What is pinned here stays
 * readable when that node dies. Thread-safe.
 */
public final class NeighbourStore implements NeighbourObjects, AutoCloseable {
  private final ArenaFile file;
  private final ObjectIndex index;
  private final PinFile pins;
  private final Path folder;
  private final Set<PinnedObject> pinned = ConcurrentHashMap.newKeySet();
  private final NeighbourViews views = new NeighbourViews();
  private boolean closed;

  private NeighbourStore(Path folder, ArenaFile file, PinFile pins) {
    this.folder = folder;
    this.file = file;
    this.index = new ObjectIndex(file.memory(), file.layout());
    this.pins = pins;
  }

  /**
   * Opens a node's store.
   *
   * @param folder the node's, see {@link org.akkaray.objectstore.arena.NodeFolder#living}
   * @throws IOException if there is none, or one of another version
   */
  public static NeighbourStore open(Path folder) throws IOException {
    ArenaFile file = ArenaFile.openToRead(folder.resolve(SharedMemoryObjectStore.ARENA));
    try {
      PinFile pins = PinFile.create(folder);
      try {
        NeighbourPins.announce(folder);
        return new NeighbourStore(folder, file, pins);
      } catch (IOException | RuntimeException | Error e) {
        pins.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this was closed, or has 65,536 pins
   */
  @Override
  public synchronized @Nullable PinnedObject pin(ObjectId id) {
    Entry entry = enter(id);
    return entry == null
        ? null
        : new PinnedObject(
            entry.bytes(), index.form(entry.slot()), pinned, () -> pins.remove(entry.number()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this was closed, or has 65,536 pins
   */
  @Override
  public synchronized @Nullable MemorySegment get(ObjectId id) {
    requireOpen();
    views.tidy(pins::remove);
    MemorySegment again = views.again(id);
    if (again != null) {
      return again;
    }
    Entry entry = enter(id);
    return entry == null ? null : views.add(id, entry.number(), entry.bytes());
  }

  @Override
  public synchronized @Nullable StoredObject find(ObjectId id) {
    requireOpen();
    int slot = index.find(id);
    StoredObject object = slot == ObjectIndex.NONE ? null : index.stored(slot);
    return object == null || !object.id().equals(id) ? null : object;
  }

  @Override
  public boolean isAlive() {
    return NodeFolder.isLiving(folder);
  }

  /** A pin that the owner sees, and what it has pinned. */
  private record Entry(int number, int slot, MemorySegment bytes) {}

  private @Nullable Entry enter(ObjectId id) {
    requireOpen();
    int slot = index.find(id);
    if (slot == ObjectIndex.NONE) {
      return null;
    }
    long seen = index.stateWord(slot);
    if (ObjectIndex.state(seen) != ObjectIndex.SEALED) {
      return null;
    }
    int entry = pins.add(slot, ObjectIndex.generation(seen));
    // The pin is visible by now: either the owner sees it, or its deletion is seen here.
    if (index.stateWord(slot) != seen || !index.isOf(slot, id)) {
      pins.remove(entry);
      return null;
    }
    return new Entry(entry, slot, file.data().asSlice(index.offset(slot), index.size(slot)));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The neighbour's store was closed.");
    }
  }

  /** Whether nothing of it is used any more, so that it can be closed without harm. */
  synchronized boolean isUnused() {
    views.tidy(pins::remove);
    return views.isEmpty() && pinned.isEmpty();
  }

  /** The process whose store it is. */
  public long pid() {
    return file.pid();
  }

  /** Ends all pins and views; their bytes throw from now on. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    pinned.forEach(PinnedObject::close);
    views.close();
    pins.close();
    file.close();
  }
}
