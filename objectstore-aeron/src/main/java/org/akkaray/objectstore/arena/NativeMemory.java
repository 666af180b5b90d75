package org.akkaray.objectstore.arena;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the operating system that the JDK has no method for. Where it lacks one of them, the
 * same is done by hand or left out. Thread-safe.
 */
final class NativeMemory {
  private static final int READ_WRITE = 2; // O_RDWR
  private static final int READ_ONLY = 0; // O_RDONLY
  private static final int POPULATE_WRITE = 23; // MADV_POPULATE_WRITE, since Linux 5.14
  private static final int COLLAPSE = 25; // MADV_COLLAPSE, since Linux 6.1
  private static final int PROTECTION_NONE = 0;
  private static final int PROTECTION_READ = 1;
  private static final int PROTECTION_WRITE = 2;
  private static final int RESERVATION = 0x4022; // MAP_PRIVATE, MAP_ANONYMOUS, MAP_NORESERVE
  private static final int SHARED_THERE = 0x11; // MAP_SHARED, MAP_FIXED
  private static final long FAILED = -1; // MAP_FAILED

  /** Of a large page, as x86 and most others have them. */
  private static final long LARGE_PAGE = 2L << 20;

  private static final @Nullable MethodHandle OPEN =
      find(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final @Nullable MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final @Nullable MethodHandle RESERVE =
      find(
          "posix_fallocate",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG));
  private static final @Nullable MethodHandle ADVISE =
      find(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private static final @Nullable MethodHandle MAP =
      find(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final @Nullable MethodHandle UNMAP =
      find(
          "munmap",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

  private NativeMemory() {}

  private static @Nullable MethodHandle find(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, type, options))
        .orElse(null);
  }

  /**
   * Makes a file as large as this and has the file system set all of it aside, so that no later
   * access to it can fail for want of room.
   *
   * @throws IOException if there is no room
   */
  static void reserve(Path file, long size) throws IOException {
    if (OPEN == null || CLOSE == null || RESERVE == null) {
      writeZeros(file, size);
      return;
    }
    int error;
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), READ_WRITE);
      if (descriptor < 0) {
        throw new IOException("cannot be opened: are too many files open?");
      }
      error = (int) RESERVE.invokeExact(descriptor, 0L, size);
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (error != 0) {
      throw new IOException("has no room for " + size + " bytes (error " + error + ")");
    }
  }

  private static void writeZeros(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
      for (long at = 0; at < size; at += zeros.capacity()) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
        while (zeros.hasRemaining()) {
          channel.write(zeros, at + zeros.position());
        }
      }
    }
  }

  /**
   * Maps a file as a whole, where its pages may be large ones: at a multiple of their size, which
   * {@link FileChannel#map} does not see to.
   *
   * @param arena unmaps it when it is closed
   */
  static MemorySegment map(FileChannel channel, Path file, boolean writable, Arena arena)
      throws IOException {
    long size = channel.size();
    MemorySegment mapped = size < LARGE_PAGE ? null : mapAligned(file, size, writable, arena);
    return mapped != null
        ? mapped
        : channel.map(
            writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY,
            0,
            size,
            arena);
  }

  private static @Nullable MemorySegment mapAligned(
      Path file, long size, boolean writable, Arena arena) {
    if (OPEN == null || CLOSE == null || MAP == null || UNMAP == null) {
      return null;
    }
    try (Arena names = Arena.ofConfined()) {
      int descriptor =
          (int)
              OPEN.invokeExact(
                  names.allocateFrom(file.toString()), writable ? READ_WRITE : READ_ONLY);
      if (descriptor < 0) {
        return null;
      }
      long reserved = size + LARGE_PAGE;
      MemorySegment free =
          (MemorySegment)
              MAP.invokeExact(MemorySegment.NULL, reserved, PROTECTION_NONE, RESERVATION, -1, 0L);
      MemorySegment mapped = MemorySegment.NULL;
      if (free.address() != FAILED) {
        long address = ArenaDescriptor.align(free.address(), LARGE_PAGE);
        mapped =
            (MemorySegment)
                MAP.invokeExact(
                    MemorySegment.ofAddress(address),
                    size,
                    writable ? PROTECTION_READ | PROTECTION_WRITE : PROTECTION_READ,
                    SHARED_THERE,
                    descriptor,
                    0L);
        if (mapped.address() == FAILED) {
          int ignored = (int) UNMAP.invokeExact(free, reserved);
          mapped = MemorySegment.NULL;
        }
      }
      int ignored = (int) CLOSE.invokeExact(descriptor);
      if (mapped.address() == 0) {
        return null;
      }
      // What is reserved before and after it takes no memory and goes with it.
      MemorySegment all = free.reinterpret(reserved);
      MemorySegment whole = mapped.reinterpret(size, arena, gone -> unmap(all));
      return writable ? whole : whole.asReadOnly();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unmap(MemorySegment memory) {
    try {
      int ignored = (int) Objects.requireNonNull(UNMAP).invokeExact(memory, memory.byteSize());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Gives mapped memory its pages, large ones where the system has them, without changing what they
   * hold; a hint. Large pages are asked for by collapsing small ones: that works for shared memory
   * even where its setting {@code shmem_enabled} is {@code never}, as it is by default.
   */
  static void populate(MemorySegment memory) {
    if (ADVISE == null) {
      return;
    }
    try {
      if ((int) ADVISE.invokeExact(memory, memory.byteSize(), COLLAPSE) != 0) {
        int ignored = (int) ADVISE.invokeExact(memory, memory.byteSize(), POPULATE_WRITE);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
