package org.akkaray.objectstore.store;

import java.nio.file.Path;
import org.akkaray.objectstore.spill.SpillFiles;

/** Stores that may not write to disk. */
final class TestStores {
  private TestStores() {}

  static SharedMemoryObjectStore open(Path parent, String node, long capacity, long places) {
    return SharedMemoryObjectStores.open(
        parent, node, capacity, places, new SpillFiles(parent.resolve("spill"), node, 0));
  }
}
