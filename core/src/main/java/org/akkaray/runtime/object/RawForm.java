package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Values that are nothing but memory, and need no serializer: what their bytes are, and how a
 * reader gets them back.
 */
enum RawForm {
  BYTES {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_BYTE);
    }
  },
  SHORTS {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_SHORT_UNALIGNED);
    }
  },
  CHARS {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_CHAR_UNALIGNED);
    }
  },
  INTS {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }
  },
  LONGS {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
  },
  FLOATS {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
  },
  DOUBLES {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }
  },
  /** One byte each. */
  BOOLEANS {
    @Override
    Object read(MemorySegment bytes) {
      boolean[] array = new boolean[Math.toIntExact(bytes.byteSize())];
      for (int i = 0; i < array.length; i++) {
        array[i] = bytes.get(ValueLayout.JAVA_BYTE, i) != 0;
      }
      return array;
    }
  },
  BIG_ENDIAN_BUFFER {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.asByteBuffer();
    }
  },
  LITTLE_ENDIAN_BUFFER {
    @Override
    Object read(MemorySegment bytes) {
      return bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  },
  SEGMENT {
    @Override
    Object read(MemorySegment bytes) {
      return bytes;
    }
  };

  /**
   * A reader's value: a new array, or a view if {@code bytes} are read-only, which nobody can write
   * to.
   */
  abstract Object read(MemorySegment bytes);

  /** Whether what is read is a view of the bytes, not a copy. */
  boolean isView() {
    return this == SEGMENT || this == BIG_ENDIAN_BUFFER || this == LITTLE_ENDIAN_BUFFER;
  }

  /** The form of a value; null if it is none of these. */
  static @Nullable RawForm of(Object value) {
    return switch (value) {
      case byte[] array -> BYTES;
      case double[] array -> DOUBLES;
      case float[] array -> FLOATS;
      case int[] array -> INTS;
      case long[] array -> LONGS;
      case boolean[] array -> BOOLEANS;
      case char[] array -> CHARS;
      case short[] array -> SHORTS;
      case ByteBuffer buffer ->
          buffer.order() == ByteOrder.BIG_ENDIAN ? BIG_ENDIAN_BUFFER : LITTLE_ENDIAN_BUFFER;
      case MemorySegment segment -> SEGMENT;
      default -> null;
    };
  }

  /**
   * The bytes of a value that has a form: those from position to limit of a buffer. Not copied,
   * booleans excepted.
   */
  static MemorySegment bytesOf(Object value) {
    return switch (value) {
      case byte[] array -> MemorySegment.ofArray(array);
      case double[] array -> MemorySegment.ofArray(array);
      case float[] array -> MemorySegment.ofArray(array);
      case int[] array -> MemorySegment.ofArray(array);
      case long[] array -> MemorySegment.ofArray(array);
      case char[] array -> MemorySegment.ofArray(array);
      case short[] array -> MemorySegment.ofArray(array);
      case boolean[] array -> ofBooleans(array);
      case ByteBuffer buffer -> MemorySegment.ofBuffer(buffer);
      case MemorySegment segment -> segment;
      default -> throw new IllegalArgumentException("not raw: " + value.getClass());
    };
  }

  private static MemorySegment ofBooleans(boolean[] array) {
    byte[] bytes = new byte[array.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (array[i] ? 1 : 0);
    }
    return MemorySegment.ofArray(bytes);
  }
}
