package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.spill.SpillLocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes objects to disk, and knows whether the disk takes any more. Called with the store's lock
 * held, which it gives up while it writes.
 */
final class SpillWriter {
  private static final Logger log = LoggerFactory.getLogger(SpillWriter.class);

  /** A full disk is told of now and then only: each object that finds no room meets it. */
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StoreMemory memory;
  private final SpillFiles disk;
  private @Nullable IOException failure;
  private volatile long warnedAt;

  SpillWriter(StoreMemory memory, SpillFiles disk) {
    this.memory = memory;
    this.disk = disk;
  }

  /** Why the last object could not be written; null if it could. */
  @Nullable IOException failure() {
    return failure;
  }

  /** The disk may have room again. */
  void forgetFailure() {
    failure = null;
  }

  private void warn(Exception problem) {
    long now = System.nanoTime();
    if (warnedAt == 0 || now - warnedAt > WARN_NANOS) {
      warnedAt = now;
      log.warn("Objects cannot be spilled to disk: {}", problem.toString());
    }
  }

  /**
   * Writes a sealed object, which stays in memory as well. One that is deleted meanwhile is not
   * written to its end: its memory is wanted.
   *
   * @return whether it lies on disk now, and in memory without a pin
   */
  boolean write(int slot) {
    memory.pin(slot);
    memory.diskOperations++;
    MemorySegment bytes = memory.bytes(slot);
    SpillLocation location = null;
    memory.lock.unlock();
    try {
      location = disk.write(bytes, () -> memory.index.state(slot) != ObjectIndex.SEALED);
      failure = null;
    } catch (IOException | RuntimeException e) {
      warn(e);
      failure = e instanceof IOException io ? io : new IOException(e);
    } finally {
      memory.lock.lock();
      memory.diskOperations--;
    }
    if (memory.isClosed()) {
      return false;
    }
    boolean written = false;
    if (location != null) {
      if (memory.index.state(slot) == ObjectIndex.SEALED && !memory.index.isOnDisk(slot)) {
        memory.spilled(slot, location);
        written = true;
      } else {
        disk.free(location, bytes.byteSize());
      }
    }
    memory.unpin(slot);
    return written && memory.index.pins(slot) == 0;
  }
}
