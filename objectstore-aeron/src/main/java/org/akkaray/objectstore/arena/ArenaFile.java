package org.akkaray.objectstore.arena;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A mapped arena file. Its owner makes it, with all its room set aside; its pages are touched in
 * the background. Other processes map it to read. Thread-safe.
 */
public final class ArenaFile implements AutoCloseable {
  private static final long POPULATED_AT_ONCE = 16L << 20;

  private final ArenaDescriptor layout;
  private final Arena arena;
  private final MemorySegment memory;
  private final long pid;
  private final @Nullable Thread populating;
  private volatile boolean closed;

  private ArenaFile(
      ArenaDescriptor layout, Arena arena, MemorySegment memory, long pid, boolean populate) {
    this.layout = layout;
    this.arena = arena;
    this.memory = memory;
    this.pid = pid;
    this.populating =
        populate
            ? Thread.ofPlatform().name("ray-arena-populate").daemon().start(this::populate)
            : null;
  }

  /**
   * Makes the file.
   *
   * @throws IOException if the file system has no room for all of it; there is no file then
   */
  @SuppressWarnings("MustBeClosedChecker") // close() closes it
  public static ArenaFile create(Path file, ArenaDescriptor layout) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long free = Files.getFileStore(file).getUsableSpace();
      if (free < layout.fileSize()) {
        throw new IOException(
            "has " + free + " bytes free, but " + layout.fileSize() + " are needed");
      }
      NativeMemory.reserve(file, layout.fileSize());
      Arena arena = Arena.ofShared();
      MemorySegment memory = NativeMemory.map(channel, file, true, arena);
      long pid = ProcessHandle.current().pid();
      memory.set(ValueLayout.JAVA_INT, ArenaDescriptor.VERSION_AT, ArenaDescriptor.VERSION);
      memory.set(ValueLayout.JAVA_INT, ArenaDescriptor.SLOT_BYTES_AT, ArenaDescriptor.SLOT_BYTES);
      memory.set(ValueLayout.JAVA_INT, ArenaDescriptor.BUCKETS_AT, layout.buckets());
      memory.set(ValueLayout.JAVA_INT, ArenaDescriptor.SLOTS_AT, layout.slots());
      memory.set(ValueLayout.JAVA_LONG, ArenaDescriptor.DATA_SIZE_AT, layout.dataSize());
      memory.set(ValueLayout.JAVA_LONG, ArenaDescriptor.PID_AT, pid);
      ValueLayout.JAVA_LONG
          .varHandle()
          .setRelease(memory, ArenaDescriptor.MAGIC_AT, ArenaDescriptor.MAGIC);
      return new ArenaFile(layout, arena, memory, pid, true);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Maps another process's file to read.
   *
   * @throws IOException if it is none, not finished, or of another version
   */
  @SuppressWarnings("MustBeClosedChecker") // close() closes it
  public static ArenaFile openToRead(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Arena arena = Arena.ofShared();
      try {
        MemorySegment memory = NativeMemory.map(channel, file, false, arena);
        return new ArenaFile(
            check(file, memory),
            arena,
            memory,
            memory.get(ValueLayout.JAVA_LONG, ArenaDescriptor.PID_AT),
            false);
      } catch (IOException | RuntimeException | Error e) {
        arena.close();
        throw e;
      }
    }
  }

  private static ArenaDescriptor check(Path file, MemorySegment memory) throws IOException {
    if (memory.byteSize() < ArenaDescriptor.HEADER_BYTES
        || (long) ValueLayout.JAVA_LONG.varHandle().getAcquire(memory, ArenaDescriptor.MAGIC_AT)
            != ArenaDescriptor.MAGIC) {
      throw new IOException(file + " is not an arena of objects, or not finished.");
    }
    int version = memory.get(ValueLayout.JAVA_INT, ArenaDescriptor.VERSION_AT);
    if (version != ArenaDescriptor.VERSION) {
      throw new IOException(
          file
              + " has layout version "
              + version
              + ", but this program reads version "
              + ArenaDescriptor.VERSION
              + ": run the same version in all nodes of a host.");
    }
    ArenaDescriptor layout =
        new ArenaDescriptor(
            memory.get(ValueLayout.JAVA_INT, ArenaDescriptor.BUCKETS_AT),
            memory.get(ValueLayout.JAVA_INT, ArenaDescriptor.SLOTS_AT),
            memory.get(ValueLayout.JAVA_LONG, ArenaDescriptor.DATA_SIZE_AT));
    if (layout.fileSize() != memory.byteSize()) {
      throw new IOException(
          file + " has " + memory.byteSize() + " bytes, but its header says " + layout.fileSize());
    }
    return layout;
  }

  /** Where things are. */
  public ArenaDescriptor layout() {
    return layout;
  }

  /** All of it. */
  public MemorySegment memory() {
    return memory;
  }

  /** The part that objects lie in. */
  public MemorySegment data() {
    return memory.asSlice(layout.dataAt());
  }

  /** The process that made it. */
  public long pid() {
    return pid;
  }

  private void populate() {
    for (long at = 0; at < memory.byteSize() && !closed; at += POPULATED_AT_ONCE) {
      NativeMemory.populate(
          memory.asSlice(at, Math.min(POPULATED_AT_ONCE, memory.byteSize() - at)));
    }
  }

  /**
   * Unmaps it; segments of it throw from now on.
   *
   * @throws IllegalStateException if some native call is using it just now; it stays mapped then
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (populating != null && populating.isAlive()) {
      try {
        populating.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    arena.close();
  }

  /** As {@link #close}, but false instead of an exception. */
  public boolean tryClose() {
    try {
      close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
