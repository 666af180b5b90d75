package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.akkaray.objectstore.arena.ProcessLock;
import org.jspecify.annotations.Nullable;

/**
 * The pins of one process in the arena of another, in a file that the first writes and the second
 * reads. Beside it lies a locked file: when its lock is free, the process is dead and its pins
 * count no more.
 *
 * <pre>
 *   0 entries ever used | 8 the writer's process id | 64 entries of 8 bytes: slot + 1, generation; 0 for none
 * </pre>
 */
final class PinFile implements AutoCloseable {
  static final String SUFFIX = ".pins";
  private static final String LOCK_SUFFIX = ".alive";
  private static final int MOST = 1 << 16;
  private static final long PID_AT = 8;
  private static final long ENTRIES_AT = 64;
  private static final long BYTES = ENTRIES_AT + (long) MOST * Long.BYTES;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final @Nullable ProcessLock lock;

  // The writer's: entries that are free again, chained here since the file must not show them.
  private int[] freeEntries = new int[16];
  private int free;
  private int ever;

  private PinFile(Path file, boolean writer) throws IOException {
    this.file = file;
    this.lock = writer ? ProcessLock.tryLock(lockOf(file)) : null;
    try (FileChannel channel =
        writer
            ? FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.READ)) {
      this.memory =
          channel.map(
              writer ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY,
              0,
              BYTES,
              arena);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      if (lock != null) {
        lock.close();
      }
      throw e;
    }
  }

  /** This process's pins of the arena in a folder. */
  static PinFile create(Path folder) throws IOException {
    PinFile pins = new PinFile(folder.resolve(UUID.randomUUID() + SUFFIX), true);
    LONG.setVolatile(pins.memory, PID_AT, ProcessHandle.current().pid());
    return pins;
  }

  /** Another process's pins. */
  static PinFile openToRead(Path file) throws IOException {
    return new PinFile(file, false);
  }

  private static Path lockOf(Path file) {
    return file.resolveSibling(file.getFileName() + LOCK_SUFFIX);
  }

  Path file() {
    return file;
  }

  /** Notes a pin and returns its entry. The caller must then look whether the object is there. */
  synchronized int add(int slot, int generation) {
    int entry;
    if (free > 0) {
      entry = freeEntries[--free];
    } else if (ever < MOST) {
      entry = ever++;
      INT.setVolatile(memory, 0L, ever);
    } else {
      throw new IllegalStateException(
          "This process has pinned " + MOST + " objects of one other node: release some of them.");
    }
    long word = (long) generation << Integer.SIZE | slot + 1;
    LONG.setVolatile(memory, ENTRIES_AT + (long) entry * Long.BYTES, word);
    return entry;
  }

  synchronized void remove(int entry) {
    LONG.setVolatile(memory, ENTRIES_AT + (long) entry * Long.BYTES, 0L);
    if (free == freeEntries.length) {
      freeEntries = java.util.Arrays.copyOf(freeEntries, 2 * free);
    }
    freeEntries[free++] = entry;
  }

  /** The process whose pins these are. */
  long pid() {
    return (long) LONG.getVolatile(memory, PID_AT);
  }

  /** Whether an object is pinned. */
  boolean contains(int slot, int generation) {
    long word = (long) generation << Integer.SIZE | slot + 1;
    int used = Math.min(MOST, (int) INT.getVolatile(memory, 0L));
    for (int entry = 0; entry < used; entry++) {
      if ((long) LONG.getVolatile(memory, ENTRIES_AT + (long) entry * Long.BYTES) == word) {
        return true;
      }
    }
    return false;
  }

  /** Whether the process whose pins these are lives. */
  boolean isAlive() throws IOException {
    return ProcessLock.isLocked(lockOf(file));
  }

  /** Deletes the file, for whoever is the last to need it. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(lockOf(file));
  }

  @Override
  public void close() throws IOException {
    arena.close();
    if (lock != null) {
      delete();
      lock.close();
    }
  }
}
