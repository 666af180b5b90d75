package org.akkaray.runtime.object;

import org.jspecify.annotations.Nullable;

/** A primitive array that nobody else has: raw elements, no serializer. */
final class FrozenArray implements FrozenValue {
  private final Object array;

  private FrozenArray(Object array) {
    this.array = array;
  }

  static @Nullable FrozenArray of(Object value) {
    Object copy = copy(value);
    return copy == null ? null : new FrozenArray(copy);
  }

  @Override
  public @Nullable Object thaw() {
    return copy(array);
  }

  private static @Nullable Object copy(Object value) {
    return switch (value) {
      case byte[] array -> array.clone();
      case double[] array -> array.clone();
      case float[] array -> array.clone();
      case int[] array -> array.clone();
      case long[] array -> array.clone();
      case boolean[] array -> array.clone();
      case char[] array -> array.clone();
      case short[] array -> array.clone();
      default -> null;
    };
  }
}
