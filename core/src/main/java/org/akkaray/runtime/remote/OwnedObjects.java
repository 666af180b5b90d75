package org.akkaray.runtime.remote;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;

/**
 * Which nodes have the objects that this one owns. An object has an entry as long as it lies
 * elsewhere, or was copied: a copy that is announced later than the object went finds none.
 * Thread-safe.
 */
final class OwnedObjects {
  private final Map<ObjectId, Places> objects = new ConcurrentHashMap<>();

  /**
   * @param primaries where it must not be dropped
   */
  private record Places(Set<UniqueId> primaries, Set<UniqueId> copies) {
    Places plus(UniqueId copy) {
      return primaries.contains(copy) || copies.contains(copy)
          ? this
          : new Places(primaries, with(copies, copy));
    }

    Places without(UniqueId gone) {
      return new Places(less(primaries, gone), less(copies, gone));
    }

    boolean has(UniqueId node) {
      return primaries.contains(node) || copies.contains(node);
    }

    private static Set<UniqueId> with(Set<UniqueId> set, UniqueId one) {
      Set<UniqueId> more = new LinkedHashSet<>(set);
      more.add(one);
      return Set.copyOf(more);
    }

    private static Set<UniqueId> less(Set<UniqueId> set, UniqueId one) {
      Set<UniqueId> rest = new LinkedHashSet<>(set);
      rest.remove(one);
      return Set.copyOf(rest);
    }
  }

  /** An object that lies elsewhere. */
  void add(ObjectId id, Collection<UniqueId> locations) {
    objects.put(id, new Places(Set.copyOf(locations), Set.of()));
  }

  /** A node has a copy; false if nothing is known of the object. */
  boolean addCopy(ObjectId id, UniqueId holder) {
    return objects.computeIfPresent(id, (key, places) -> places.plus(holder)) != null;
  }

  /**
   * The first copy of an object of this node's own store; false if it is gone.
   *
   * @param isThere asked while nobody can remove the entry
   */
  boolean addFirstCopy(ObjectId id, UniqueId here, UniqueId holder, Predicate<ObjectId> isThere) {
    return objects.compute(
            id,
            (key, places) -> {
              if (places != null) {
                return places.plus(holder);
              }
              return isThere.test(id) ? new Places(Set.of(here), Set.of(holder)) : null;
            })
        != null;
  }

  /** Where copies of an object are. */
  Set<UniqueId> copies(ObjectId id) {
    Places places = objects.get(id);
    return places == null ? Set.of() : places.copies;
  }

  /** Where an object is, primaries first. */
  List<UniqueId> holders(ObjectId id) {
    Places places = objects.get(id);
    if (places == null) {
      return List.of();
    }
    Set<UniqueId> all = new LinkedHashSet<>(places.primaries);
    all.addAll(places.copies);
    return List.copyOf(all);
  }

  /** Forgets an object, and says where copies of it are. */
  Set<UniqueId> remove(ObjectId id) {
    Places places = objects.remove(id);
    return places == null ? Set.of() : places.copies;
  }

  /**
   * A node is gone.
   *
   * @param promote told of objects that have copies only, and of the one that is to stay
   */
  void nodeDown(UniqueId gone, BiConsumer<ObjectId, UniqueId> promote) {
    for (ObjectId id : objects.keySet()) {
      Places now =
          objects.computeIfPresent(
              id, (key, places) -> places.has(gone) ? places.without(gone) : places);
      if (now != null && now.primaries.isEmpty() && !now.copies.isEmpty()) {
        promote.accept(id, now.copies.iterator().next());
      }
    }
  }
}
