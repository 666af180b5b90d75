package org.akkaray.objectstore.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The views of a neighbour's objects: one for each object, however often it is asked for, and
 * pinned until nobody can reach it. Not thread-safe.
 */
final class NeighbourViews {
  private final Map<ObjectId, View> views = new HashMap<>();

  /** By the entry of the pin, which is what is known of a view that is gone. */
  private final Map<Integer, ObjectId> ids = new HashMap<>();

  private final ReferenceQueue<Arena> unreachable = new ReferenceQueue<>();

  /** One more segment of a view that is there; null if there is none. */
  @Nullable MemorySegment again(ObjectId id) {
    View view = views.get(id);
    return view == null ? null : view.again();
  }

  MemorySegment add(ObjectId id, int entry, MemorySegment bytes) {
    MemorySegment[] segment = new MemorySegment[1];
    views.put(id, View.of(bytes, entry, unreachable, segment));
    ids.put(entry, id);
    return segment[0];
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Ends the pins of those that nobody can reach any more. */
  void tidy(IntConsumer unpin) {
    View gone;
    while ((gone = (View) unreachable.poll()) != null) {
      ObjectId id = ids.remove(gone.slot);
      if (id != null) {
        views.remove(id, gone); // there may be a newer one
        unpin.accept(gone.slot);
      }
    }
  }

  /**
   * Has all views throw.
   *
   * @throws IllegalStateException if a native call is using one just now
   */
  void close() {
    for (View view : views.values()) {
      if (!view.end()) {
        throw new IllegalStateException("A native call is using a neighbour's object.");
      }
    }
    views.clear();
    ids.clear();
  }
}
