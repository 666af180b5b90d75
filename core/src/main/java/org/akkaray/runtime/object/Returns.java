package org.akkaray.runtime.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call's result goes: one object, several, or a stream of them. The first result wins;
 * later ones are dropped.
 */
public interface Returns {
  /**
   * Publishes what the user's function returned.
   *
   * @throws org.akkaray.exception.SerializationException if it cannot be sent; nothing is published
   *     then
   * @throws Exception what the user's code throws while it yields further values
   */
  void succeed(@Nullable Object value, ValueCodec codec) throws Exception;

  /** Publishes frozen values, as many as there are objects, that another node has made. */
  default void succeedFrozen(List<Object> frozen) {
    throw new IllegalStateException("The results of " + getClass() + " are made on this node.");
  }

  void fail(Failure failure);

  /** Another call makes the result from now on. */
  void producedBy(Producer producer);

  /** The call begins to run on this node, for another one. */
  default void begins() {}

  /** What was published instead of a result; null if nothing was, or a result. */
  default @Nullable Failure failure() {
    return null;
  }

  /** Whether nothing can be published any more. */
  boolean isComplete();
}
