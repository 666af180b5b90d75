package org.akkaray.runtime.object;

import org.akkaray.exception.SerializationException;
import org.apache.fory.exception.InsecureException;
import org.jspecify.annotations.Nullable;

/** What is behind an exception of the serializer, which wraps all that is thrown. */
final class Causes {
  private static final int MAX_CAUSES = 50;

  private Causes() {}

  static boolean isStackOverflow(Throwable thrown) {
    return find(thrown, StackOverflowError.class) != null;
  }

  static boolean isOutOfMemory(Throwable thrown) {
    return find(thrown, OutOfMemoryError.class) != null;
  }

  /** Fory's limit of depth was passed while reading. */
  static boolean isTooDeep(Throwable thrown) {
    InsecureException refused = find(thrown, InsecureException.class);
    return refused != null && String.valueOf(refused.getMessage()).contains("depth");
  }

  static SerializationException outOfMemory(Object value, Throwable thrown) {
    return new SerializationException(
        "There is not enough heap to copy a " + value.getClass().getTypeName() + ".", thrown);
  }

  /** The innermost cause, which says what is the matter. */
  static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; i < MAX_CAUSES && root.getCause() != null && root.getCause() != root; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static <E extends Throwable> @Nullable E find(Throwable thrown, Class<E> type) {
    Throwable next = thrown;
    for (int i = 0; i < MAX_CAUSES && next != null; i++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }
}
