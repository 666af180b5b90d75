package org.akkaray.objectstore.arena;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A locked file, which tells other processes that this one lives: the operating system unlocks it
 * at the process's end, however it comes. Thread-safe.
 */
public final class ProcessLock implements AutoCloseable {
  /**
   * The files that this process has locked. It must not open them again: closing any of a process's
   * handles of a file unlocks it.
   */
  private static final Set<Path> MINE = new HashSet<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private ProcessLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Locks a file, which is made if need be.
   *
   * @return null if somebody has locked it
   * @throws IOException if it cannot be opened
   */
  public static @Nullable ProcessLock tryLock(Path file) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    synchronized (MINE) {
      if (MINE.contains(path)) {
        return null;
      }
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          MINE.add(path);
          return new ProcessLock(path, channel, lock);
        }
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
      channel.close();
      return null;
    }
  }

  /** Whether a living process, this one included, has locked a file. */
  public static boolean isLocked(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (ProcessLock lock = tryLock(file)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (MINE) {
      if (MINE.remove(file)) {
        try (channel) {
          lock.release();
        }
      }
    }
  }
}
