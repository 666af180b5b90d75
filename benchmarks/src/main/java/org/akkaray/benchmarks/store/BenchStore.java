package org.akkaray.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;

/** Stores for rows, where a node has its own. */
public final class BenchStore {
  /** As disks are sold. */
  public static final int GIGABYTE = 1_000_000_000;

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private BenchStore() {}

  /** Where files that are memory lie. */
  static Path memoryFolder() {
    return Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : TEMPORARY;
  }

  static Path diskFolder() {
    return TEMPORARY;
  }

  /** A store of so many bytes and objects. */
  public static SharedMemoryObjectStore open(long capacity, long places) {
    String name = "bench-" + UUID.randomUUID();
    return SharedMemoryObjectStores.open(
        memoryFolder().resolve("akka-ray-bench"),
        name,
        capacity,
        places,
        new SpillFiles(diskFolder().resolve("akka-ray-bench-spill"), name, Long.MAX_VALUE));
  }

  /** The i-th id of a series. */
  public static ObjectId id(long i) {
    return ObjectId.of(0x5EED, i, 0);
  }

  static Path temporaryFile(Path folder) {
    try {
      return Files.createTempFile(folder, "akka-ray-bench", ".bytes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
