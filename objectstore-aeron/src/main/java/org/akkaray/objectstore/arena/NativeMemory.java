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
import org.jspecify.annotations.Nullable;

/**
 * The calls of the operating system that the JDK has no method for. Where it lacks one of them, the
 * same is done by hand or left out. Thread-safe.
 */
final class NativeMemory {
  private static final int READ_WRITE = 2; // O_RDWR
  private static final int POPULATE_WRITE = 23; // MADV_POPULATE_WRITE, since Linux 5.14

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

  /** Gives mapped memory its pages, without changing what they hold; a hint. */
  static void populate(MemorySegment memory) {
    if (ADVISE == null) {
      return;
    }
    try {
      int ignored = (int) ADVISE.invokeExact(memory, memory.byteSize(), POPULATE_WRITE);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
