package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an owner knows of other processes' pins. They announce themselves by a count in a shared
 * file, so that an owner without neighbours looks at one number only. Not thread-safe.
 */
final class NeighbourPins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NeighbourPins.class);
  private static final String COUNT_FILE = "neighbours";
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final Path folder;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment announced;
  private final List<PinFile> files = new ArrayList<>();
  private long seen;

  NeighbourPins(Path folder) throws IOException {
    this.folder = folder;
    this.announced = mapCount(folder, arena);
  }

  private static MemorySegment mapCount(Path folder, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(COUNT_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, arena);
    }
  }

  /** Tells the owner of an arena that there is a new file of pins in its folder. */
  static void announce(Path folder) throws IOException {
    try (Arena arena = Arena.ofShared()) {
      long before = (long) LONG.getAndAdd(mapCount(folder, arena), 0L, 1L);
      log.debug("Neighbour {} of {}.", before + 1, folder);
    }
  }

  /** Whether a living process has pinned an object, which must be marked deleted by now. */
  boolean contains(int slot, int generation) {
    VarHandle.fullFence();
    long count = (long) LONG.getVolatile(announced, 0L);
    if (count != seen) {
      look();
      seen = count;
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      if (files.get(i).contains(slot, generation) && !dropIfDead(i)) {
        return true;
      }
    }
    return false;
  }

  private void look() {
    Set<Path> known = files.stream().map(PinFile::file).collect(Collectors.toSet());
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.filter(f -> f.toString().endsWith(PinFile.SUFFIX)).toList()) {
        if (!known.contains(file)) {
          open(file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The pins of other processes in " + folder + " cannot be read.", e);
    }
  }

  private void open(Path file) throws IOException {
    try {
      files.add(PinFile.openToRead(file));
    } catch (NoSuchFileException e) {
      log.debug("{} is gone already.", file);
    }
  }

  /** Drops the pins of processes that have died. */
  void dropDead() {
    for (int i = files.size() - 1; i >= 0; i--) {
      dropIfDead(i);
    }
  }

  private boolean dropIfDead(int i) {
    PinFile pins = files.get(i);
    try {
      if (pins.isAlive()) {
        return false;
      }
      pins.close();
      pins.delete();
    } catch (IOException e) {
      log.warn("The pins {} of another process cannot be looked after: {}", pins.file(), e);
      return false;
    }
    files.remove(i);
    return true;
  }

  @Override
  public void close() throws IOException {
    for (PinFile file : files) {
      file.close();
    }
    files.clear();
    arena.close();
  }
}
