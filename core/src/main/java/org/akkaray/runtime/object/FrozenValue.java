package org.akkaray.runtime.object;

import org.jspecify.annotations.Nullable;

/**
 * The frozen form of a value that cannot be shared as it is: nobody can change it, and each reader
 * gets a copy.
 */
interface FrozenValue {
  /** A copy for one reader, or a view that nobody can write to. */
  @Nullable Object thaw();

  /** Gives back what the form holds outside the heap; it cannot be thawed any more. */
  default void free() {}
}
