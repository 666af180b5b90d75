package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.akkaray.objectstore.arena.ArenaDescriptor;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens stores in shared memory: in the folder that was set, or else below {@code /dev/shm}, or,
 * where that is missing or too small, below the system's folder of temporary files, with a warning.
 * Found as a service by {@code core}.
 */
public final class SharedMemoryObjectStores implements ObjectStoreProvider {
  private static final Logger log = LoggerFactory.getLogger(SharedMemoryObjectStores.class);
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** The table of objects has a place for each so many bytes, but for some thousand at least. */
  private static final long BYTES_PER_PLACE = 4096;

  private static final long LEAST_PLACES = 16_384;

  @Override
  public ObjectStore open(Settings settings) {
    long places = Math.max(LEAST_PLACES, settings.capacity() / BYTES_PER_PLACE);
    if (!settings.folder().isEmpty()) {
      return open(Path.of(settings.folder()), settings, places);
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (!Files.isWritable(SHARED_MEMORY)) {
      log.warn(
          "There is no {} to write to; objects lie in files below {} instead, and are slower when"
              + " memory is short.",
          SHARED_MEMORY,
          temporary);
      return open(forUser(temporary), settings, places);
    }
    try {
      return open(forUser(SHARED_MEMORY), settings, places);
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof NoRoomException)) {
        throw e;
      }
      log.warn("{} Objects lie below {} instead.", e.getMessage(), temporary);
      return open(forUser(temporary), settings, places);
    }
  }

  /**
   * Opens a store that writes to disk when four fifths of it are used.
   *
   * @param parent where the host's nodes have their folders
   * @param node unlike the names of the host's other living nodes
   * @param capacity bytes of all objects together
   * @param places how many objects there can be
   * @param disk where objects go when the store is full; closed with it
   * @throws IllegalStateException if the folder is in use, cannot be written to, or has no room
   */
  public static SharedMemoryObjectStore open(
      Path parent, String node, long capacity, long places, SpillFiles disk) {
    return open(parent, node, capacity, places, disk, StoreOptions.NO_EXTRAS);
  }

  static SharedMemoryObjectStore open(
      Path parent, String node, long capacity, long places, SpillFiles disk, StoreOptions options) {
    NodeFolder folder = NodeFolder.create(parent, node);
    try {
      ArenaFile file =
          ArenaFile.create(
              folder.path().resolve(SharedMemoryObjectStore.ARENA),
              ArenaDescriptor.of(capacity, places));
      return new SharedMemoryObjectStore(folder, file, disk, options);
    } catch (IOException e) {
      folder.close();
      throw new IllegalStateException(
          "The object store of "
              + capacity
              + " bytes does not fit into "
              + parent
              + ", which "
              + e.getMessage()
              + ": set a smaller ray.node.object-store-memory, or a folder with"
              + " more room as ray.node.object-store-folder.",
          new NoRoomException(e));
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  private static SharedMemoryObjectStore open(Path parent, Settings settings, long places) {
    Path spill =
        settings.spillFolder().isEmpty()
            ? forUser(Path.of(System.getProperty("java.io.tmpdir"))).resolve("spill")
            : Path.of(settings.spillFolder());
    return open(
        parent,
        settings.node(),
        settings.capacity(),
        places,
        new SpillFiles(spill, settings.node(), settings.spillLimit()),
        new StoreOptions(settings.spillThreshold(), settings.recordCreationSites()));
  }

  private static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1;

    NoRoomException(IOException cause) {
      super(cause);
    }
  }

  /** Where the host's nodes of this user have their folders if no other place was set. */
  public static List<Path> usualFolders() {
    return List.of(forUser(SHARED_MEMORY), forUser(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  private static Path forUser(Path parent) {
    return parent.resolve("akka-ray-" + userId());
  }

  private static String userId() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name");
    }
  }
}
