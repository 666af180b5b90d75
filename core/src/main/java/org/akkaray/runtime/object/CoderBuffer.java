package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.apache.fory.memory.MemoryAllocator;
import org.apache.fory.memory.MemoryBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a coder writes to: a buffer on the heap, which is kept for the next value, and, for a value
 * that outgrows the inline limit, memory of the store. Fory has one allocator for all its buffers,
 * which knows by the thread whose buffer it is about to enlarge. For one thread at a time.
 */
final class CoderBuffer {
  /** A larger buffer on the heap is not kept. */
  private static final int KEPT = 1 << 18;

  private static final int FIRST = 512;

  private static final ThreadLocal<@Nullable CoderBuffer> WRITING = new ThreadLocal<>();

  static {
    MemoryBuffer.setGlobalAllocator(new Allocator(MemoryBuffer.getGlobalAllocator()));
  }

  private final MemoryBuffer buffer = MemoryBuffer.newHeapBuffer(FIRST);
  private byte[] heap = buffer.getHeapMemory();
  private @Nullable DirectWrite direct;

  private record Allocator(MemoryAllocator usual) implements MemoryAllocator {
    @Override
    public MemoryBuffer allocate(int size) {
      return usual.allocate(size);
    }

    @Override
    public void grow(MemoryBuffer buffer, int least) {
      CoderBuffer writing = WRITING.get();
      if (writing == null || writing.buffer != buffer || !writing.growInStore(least)) {
        usual.grow(buffer, least);
      }
    }
  }

  private boolean growInStore(int least) {
    DirectWrite target = direct;
    if (target == null || least <= buffer.size()) {
      return false;
    }
    boolean moves = !target.isInStore();
    MemorySegment room = target.room(least);
    if (room == null) {
      return false;
    }
    if (moves) {
      MemorySegment.copy(buffer.getHeapMemory(), 0, room, ValueLayout.JAVA_BYTE, 0, buffer.size());
    }
    int size = (int) Math.min(Integer.MAX_VALUE, room.byteSize());
    buffer.initByteBuffer(room.asSlice(0, size).asByteBuffer(), size);
    return true;
  }

  /**
   * Begins a value.
   *
   * @param target where it goes if it is large; null to keep it on the heap
   * @return whose turn it is on this thread again after {@link #end}
   */
  @Nullable CoderBuffer begin(@Nullable DirectWrite target) {
    CoderBuffer outer = WRITING.get();
    buffer.initHeapBuffer(heap, 0, heap.length);
    buffer.writerIndex(0);
    direct = target;
    WRITING.set(this);
    return outer;
  }

  void end(@Nullable CoderBuffer outer) {
    WRITING.set(outer);
    direct = null;
    if (!buffer.isOffHeap() && buffer.getHeapMemory().length <= KEPT) {
      heap = buffer.getHeapMemory();
    }
  }

  /** For Fory to write to. */
  MemoryBuffer buffer() {
    return buffer;
  }

  int length() {
    return buffer.writerIndex();
  }

  /** What was written, if it did not go to the store; at the beginning of a longer array. */
  byte[] array() {
    return buffer.getHeapMemory();
  }

  /** A copy of what was written, wherever that is. */
  byte[] copy() {
    return buffer.isOffHeap()
        ? buffer.getBytes(0, length())
        : Arrays.copyOf(buffer.getHeapMemory(), length());
  }

  /** Lets go of what was written. */
  void tidy() {
    buffer.initHeapBuffer(heap, 0, heap.length);
    buffer.writerIndex(0);
  }
}
