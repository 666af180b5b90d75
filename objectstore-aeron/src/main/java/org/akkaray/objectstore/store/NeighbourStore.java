package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaFile;
import org.jspecify.annotations.Nullable;

/**
 * The store of another node of this host, to read from without copying. What is pinned here stays
 * readable when that node dies. Thread-safe.
 */
public final class NeighbourStore implements AutoCloseable {
  private final ArenaFile file;
  private final ObjectIndex index;
  private final PinFile pins;
  private final Set<PinnedObject> pinned = ConcurrentHashMap.newKeySet();
  private boolean closed;

  private NeighbourStore(ArenaFile file, PinFile pins) {
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
        return new NeighbourStore(file, pins);
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
   * Pins a sealed object.
   *
   * @return null if that node has no sealed object of that id in its memory
   * @throws IllegalStateException if this was closed, or has 65,536 pins
   */
  public synchronized @Nullable PinnedObject pin(ObjectId id) {
    if (closed) {
      throw new IllegalStateException("The neighbour's store was closed.");
    }
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
    return new PinnedObject(
        file.data().asSlice(index.offset(slot), index.size(slot)),
        pinned,
        () -> pins.remove(entry));
  }

  /** The process whose store it is. */
  public long pid() {
    return file.pid();
  }

  /** Ends all pins; their bytes throw from now on. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    pinned.forEach(PinnedObject::close);
    pins.close();
    file.close();
  }
}
