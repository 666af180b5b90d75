package org.akkaray.benchmarks.transfer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;
import org.jspecify.annotations.Nullable;

/**
 * Objects off the heap. Room is used again, so that no pull pays for the first touch of its pages.
 */
final class OffHeapObjects implements TransferSource, TransferSink {
  private final Map<ObjectId, MemorySegment> objects = new ConcurrentHashMap<>();

  /** An object, or the room for one, whose pages have all been touched. */
  MemorySegment add(ObjectId id, long size) {
    MemorySegment segment = Arena.global().allocate(size, 64);
    for (long i = 0; i + Long.BYTES <= size; i += Long.BYTES) {
      segment.set(ValueLayout.JAVA_LONG, i, i * 0x9E3779B97F4A7C15L);
    }
    objects.put(id, segment);
    return segment;
  }

  @Override
  public @Nullable Readable open(ObjectId id) {
    MemorySegment segment = objects.get(id);
    if (segment == null) {
      return null;
    }
    return new Readable() {
      @Override
      public MemorySegment segment() {
        return segment;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public @Nullable MemorySegment create(ObjectId id, long size) {
    return objects.get(id);
  }

  @Override
  public void seal(ObjectId id) {}

  @Override
  public void abort(ObjectId id) {}

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }
}
