package org.akkaray.objectstore.transfer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;
import org.jspecify.annotations.Nullable;

/** Objects of a node in plain native memory, with a limit. */
final class MemoryObjects implements TransferSource, TransferSink {
  final Map<ObjectId, MemorySegment> sealed = new ConcurrentHashMap<>();
  final Map<ObjectId, MemorySegment> partial = new ConcurrentHashMap<>();
  final AtomicInteger pins = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();
  final AtomicBoolean full = new AtomicBoolean();
  final AtomicInteger created = new AtomicInteger();
  final AtomicLong free = new AtomicLong(4L << 30);

  ObjectId put(long size) {
    ObjectId id = ObjectId.fromRandom();
    put(id, size);
    return id;
  }

  void put(ObjectId id, long size) {
    MemorySegment segment = Arena.ofAuto().allocate(size, 64);
    for (long i = 0; i < size; i++) {
      segment.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + (i >> 16)));
    }
    sealed.put(id, segment);
  }

  @Override
  public @Nullable Readable open(ObjectId id) {
    MemorySegment segment = sealed.get(id);
    if (segment == null) {
      return null;
    }
    pins.incrementAndGet();
    return new Readable() {
      @Override
      public MemorySegment segment() {
        return segment;
      }

      @Override
      public void close() {
        pins.decrementAndGet();
      }
    };
  }

  @Override
  public @Nullable MemorySegment create(ObjectId id, long size) {
    asked.incrementAndGet();
    if (full.get() || free.get() < size) {
      return null;
    }
    free.addAndGet(-size);
    created.incrementAndGet();
    MemorySegment segment = Arena.ofAuto().allocate(size, 64);
    partial.put(id, segment);
    return segment;
  }

  @Override
  public void seal(ObjectId id) {
    sealed.put(id, partial.remove(id));
  }

  @Override
  public void abort(ObjectId id) {
    free.addAndGet(partial.remove(id).byteSize());
  }

  @Override
  public long freeBytes() {
    return free.get();
  }
}
