package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small value that is nothing but memory, on the heap: arrays as a private clone, buffers and
 * segments as memory that readers see read-only and uncopied.
 */
final class FrozenMemory implements FrozenValue {
  private final Object memory;
  private final @Nullable RawForm form;

  private FrozenMemory(Object memory, @Nullable RawForm form) {
    this.memory = memory;
    this.form = form;
  }

  static FrozenMemory of(Object value, RawForm form) {
    return switch (form) {
      case SEGMENT -> new FrozenMemory(alignedCopy(RawForm.bytesOf(value)), form);
      case BIG_ENDIAN_BUFFER, LITTLE_ENDIAN_BUFFER ->
          // Only segments over byte arrays can become buffers.
          new FrozenMemory(
              MemorySegment.ofArray((byte[]) RawForm.BYTES.read(RawForm.bytesOf(value)))
                  .asReadOnly(),
              form);
      default -> new FrozenMemory(cloneOf(value), null);
    };
  }

  /**
   * A read-only copy on the heap, whose longs and doubles can be read: memory of byte arrays is not
   * aligned for that.
   */
  static MemorySegment alignedCopy(MemorySegment source) {
    long size = source.byteSize();
    long[] words = new long[Math.toIntExact((size + Long.BYTES - 1) / Long.BYTES)];
    MemorySegment copy = MemorySegment.ofArray(words).asSlice(0, size);
    copy.copyFrom(source);
    return copy.asReadOnly();
  }

  /** The same, for another process. */
  PortableValue portable() {
    RawForm raw = form != null ? form : RawForm.of(memory);
    byte[] bytes =
        memory instanceof byte[] array
            ? array
            : RawForm.bytesOf(memory).toArray(ValueLayout.JAVA_BYTE);
    return PortableValue.of(PortableValue.RAW + raw.ordinal(), bytes, bytes.length, List.of());
  }

  /** What {@link #portable} was made of. */
  static FrozenMemory ofBytes(RawForm form, byte[] bytes) {
    MemorySegment segment = MemorySegment.ofArray(bytes);
    return switch (form) {
      case SEGMENT -> new FrozenMemory(alignedCopy(segment), form);
      case BIG_ENDIAN_BUFFER, LITTLE_ENDIAN_BUFFER -> new FrozenMemory(segment.asReadOnly(), form);
      case BYTES -> new FrozenMemory(bytes, null);
      default -> new FrozenMemory(form.read(segment), null);
    };
  }

  @Override
  public Object thaw() {
    return form == null ? cloneOf(memory) : form.read((MemorySegment) memory);
  }

  private static Object cloneOf(Object array) {
    return switch (array) {
      case byte[] bytes -> bytes.clone();
      case double[] doubles -> doubles.clone();
      case float[] floats -> floats.clone();
      case int[] ints -> ints.clone();
      case long[] longs -> longs.clone();
      case boolean[] booleans -> booleans.clone();
      case char[] chars -> chars.clone();
      case short[] shorts -> shorts.clone();
      default ->
          throw new IllegalArgumentException("not an array of primitives: " + array.getClass());
    };
  }
}
