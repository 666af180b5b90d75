package org.akkaray.objectstore.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Memory that users hold and that can be taken back from them: rooms of objects that are being
 * written, and views of sealed ones. Each is a pin of its object. Guarded by the store's lock,
 * outside of which memory is taken back, since that waits for all threads.
 */
final class Loans {
  private final IntConsumer pin;
  private final IntConsumer unpin;
  private final Map<Integer, Arena> rooms = new HashMap<>();
  private final Map<Integer, View> views = new HashMap<>();
  private final ReferenceQueue<Arena> unreachable = new ReferenceQueue<>();

  /** What could not be taken back, because a native call was using it. */
  private final List<Busy> busy = new ArrayList<>();

  /** How many are being taken back just now. */
  private int ending;

  private record Busy(Arena arena, int slot) {}

  Loans(IntConsumer pin, IntConsumer unpin) {
    this.pin = pin;
    this.unpin = unpin;
  }

  @SuppressWarnings("MustBeClosedChecker") // recalled when the object is sealed or deleted
  MemorySegment lendRoom(int slot, MemorySegment raw) {
    Arena arena = Arena.ofShared();
    pin.accept(slot);
    rooms.put(slot, arena);
    return raw.reinterpret(raw.byteSize(), arena, null);
  }

  MemorySegment lendView(int slot, MemorySegment raw) {
    View view = views.get(slot);
    MemorySegment again = view == null ? null : view.again();
    if (again != null) {
      return again;
    }
    if (view == null) {
      pin.accept(slot);
    } // else the new view takes over the pin of the one that nobody can reach
    MemorySegment[] segment = new MemorySegment[1];
    views.put(slot, View.of(raw, slot, unreachable, segment));
    return segment[0];
  }

  /** The room of an object, to be ended with {@link #ended}; null if there is none. */
  @Nullable Arena recallRoom(int slot) {
    Arena arena = rooms.remove(slot);
    if (arena != null) {
      ending++;
    }
    return arena;
  }

  void restoreRoom(int slot, Arena arena) {
    ending--;
    rooms.put(slot, arena);
  }

  /** The room or view of an object, to be ended with {@link #ended}; null if there is none. */
  @Nullable Arena recall(int slot) {
    View view = views.remove(slot);
    if (view == null) {
      return recallRoom(slot);
    }
    Arena arena = view.get();
    if (arena == null) {
      unpin.accept(slot);
    } else {
      ending++;
    }
    return arena;
  }

  /** Says how it went with what was recalled. */
  void ended(int slot, Arena arena, boolean success) {
    ending--;
    if (success) {
      unpin.accept(slot);
    } else {
      busy.add(new Busy(arena, slot));
    }
  }

  boolean isEnding() {
    return ending > 0;
  }

  boolean isEmpty() {
    return views.isEmpty() && busy.isEmpty();
  }

  /** Unpins what nobody can reach any more, and what has ceased to be in use. */
  void tidy() {
    View gone;
    while ((gone = (View) unreachable.poll()) != null) {
      if (views.remove(gone.slot, gone)) {
        unpin.accept(gone.slot);
      }
    }
    for (int i = busy.size() - 1; i >= 0; i--) {
      Busy entry = busy.get(i);
      if (View.close(entry.arena)) {
        busy.remove(i);
        unpin.accept(entry.slot);
      }
    }
  }

  /** All that is lent, to be ended; nobody will ask for more. */
  List<Arena> takeAll() {
    List<Arena> arenas = new ArrayList<>(rooms.values());
    for (View view : views.values()) {
      Arena arena = view.get();
      if (arena != null) {
        arenas.add(arena);
      }
    }
    busy.forEach(entry -> arenas.add(entry.arena));
    rooms.clear();
    views.clear();
    busy.clear();
    return arenas;
  }
}
