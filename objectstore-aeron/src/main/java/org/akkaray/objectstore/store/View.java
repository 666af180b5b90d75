package org.akkaray.objectstore.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A way to end an object's view from outside and to learn that nobody can reach it any more. The
 * view, its slices and its buffers keep an arena of their own reachable, which this knows weakly:
 * it may be closed while it is there, after which all of them throw, and when it is gone they are.
 */
final class View extends WeakReference<Arena> {
  final int slot;
  private final MemorySegment bytes;

  private View(Arena arena, ReferenceQueue<Arena> unreachable, int slot, MemorySegment bytes) {
    super(arena, unreachable);
    this.slot = slot;
    this.bytes = bytes;
  }

  /** Makes a view of mapped bytes and puts its first segment into {@code into[0]}. */
  @SuppressWarnings("MustBeClosedChecker") // end() closes it, unless it becomes unreachable before
  static View of(
      MemorySegment bytes, int slot, ReferenceQueue<Arena> unreachable, MemorySegment[] into) {
    Arena arena = Arena.ofShared();
    // The arena's list of clean-ups leads back to the arena, so that segments keep it reachable.
    into[0] =
        bytes
            .reinterpret(bytes.byteSize(), arena, ignored -> Objects.requireNonNull(arena))
            .asReadOnly();
    return new View(arena, unreachable, slot, bytes);
  }

  /** One more segment of the view, null if nobody can reach the others. */
  @Nullable MemorySegment again() {
    Arena arena = get();
    return arena == null ? null : bytes.reinterpret(bytes.byteSize(), arena, null).asReadOnly();
  }

  /** Has all segments of the view throw; false if some native call is using one just now. */
  boolean end() {
    Arena arena = get();
    return arena == null || close(arena);
  }

  /** Closes an arena unless some native call is using its memory. */
  static boolean close(Arena arena) {
    try {
      arena.close();
      return true;
    } catch (IllegalStateException e) {
      return !arena.scope().isAlive();
    }
  }
}
