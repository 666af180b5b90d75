package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.akkaray.objectstore.arena.NodeFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of other nodes of this host that were asked for, by the nodes' names. Those of dead
 * nodes are unmapped when nobody uses them. Thread-safe.
 */
final class Neighbours implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Set<Path> parents = new LinkedHashSet<>();
  private final Map<String, NeighbourStore> open = new HashMap<>();
  private long looked = System.nanoTime();
  private boolean closed;

  /**
   * @param own the folder of this node; those of others lie beside it, or in the usual places
   */
  Neighbours(Path own) {
    Path parent = own.getParent();
    if (parent != null) {
      parents.add(parent);
    }
    parents.addAll(SharedMemoryObjectStores.usualFolders());
  }

  /** The store of a living node; null if there is none of that name. */
  synchronized @Nullable NeighbourStore of(String node) {
    if (closed) {
      throw new IllegalStateException("The object store was closed.");
    }
    tidy();
    NeighbourStore store = open.get(node);
    if (store == null) {
      store = find(node);
      if (store != null) {
        open.put(node, store);
      }
    }
    return store;
  }

  private @Nullable NeighbourStore find(String node) {
    for (Path parent : parents) {
      Path folder = parent.resolve(node);
      try {
        if (Files.isRegularFile(folder.resolve(SharedMemoryObjectStore.ARENA))
            && NodeFolder.isLiving(folder)) {
          return NeighbourStore.open(folder);
        }
      } catch (IOException | RuntimeException e) {
        log.warn("The objects of the neighbour {} cannot be read in place: {}", node, e.toString());
      }
    }
    return null;
  }

  /** Forgets dead nodes, at most once a second; what is left of views of theirs stays mapped. */
  synchronized void tidy() {
    long now = System.nanoTime();
    if (now - looked < LOOK_NANOS) {
      return;
    }
    looked = now;
    for (String node : List.copyOf(open.keySet())) {
      NeighbourStore store = open.get(node);
      if (store != null && !store.isAlive() && store.isUnused()) {
        open.remove(node);
        close(store);
      }
    }
  }

  private static void close(NeighbourStore store) {
    try {
      store.close();
    } catch (IOException | RuntimeException e) {
      log.warn("The objects of a neighbour stay mapped: {}", e.toString());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.values().forEach(Neighbours::close);
    open.clear();
  }
}
