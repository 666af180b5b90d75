package org.akkaray.objectstore.transfer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Who serves whom when many nodes want one object. A holder serves a few receivers at a time and
 * sends others on to a receiver: to one that has the whole object, else to one that is being served
 * and will have it soon. So the copies double instead of all coming from one node, as in the
 * broadcast of Ray's object manager. Not thread-safe.
 */
final class BroadcastTree {
  private static final int OBJECTS_REMEMBERED = 1024;
  private static final int COPIES_REMEMBERED = 64;

  private final int receiversAtOnce;
  private final Map<ObjectId, ArrayDeque<String>> serving = new HashMap<>();
  private final Map<ObjectId, LinkedHashSet<String>> finished =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, LinkedHashSet<String>> eldest) {
          return size() > OBJECTS_REMEMBERED;
        }
      };

  /**
   * For one holder.
   *
   * @param receiversAtOnce how many receivers one object has at the same time at most
   */
  BroadcastTree(int receiversAtOnce) {
    this.receiversAtOnce = receiversAtOnce;
  }

  /** The node to which a receiver is sent on; null if it is to be served here. */
  @Nullable String redirect(ObjectId id, String receiver) {
    ArrayDeque<String> now = serving.get(id);
    if (now == null || now.size() < receiversAtOnce || now.contains(receiver)) {
      return null;
    }
    Set<String> copies = finished.get(id);
    String other = copies == null ? null : rotate(copies, receiver);
    if (other == null) {
      other = now.pollFirst();
      now.addLast(other);
    }
    return other;
  }

  private static @Nullable String rotate(Set<String> copies, String receiver) {
    for (String copy : copies) {
      if (!copy.equals(receiver)) {
        copies.remove(copy);
        copies.add(copy);
        return copy;
      }
    }
    return null;
  }

  void started(ObjectId id, String receiver) {
    serving.computeIfAbsent(id, key -> new ArrayDeque<>()).addLast(receiver);
  }

  /**
   * A receiver is no longer served.
   *
   * @param whole whether it has the object now
   */
  void ended(ObjectId id, String receiver, boolean whole) {
    ArrayDeque<String> now = serving.get(id);
    if (now != null) {
      now.removeFirstOccurrence(receiver);
      if (now.isEmpty()) {
        serving.remove(id);
      }
    }
    if (whole) {
      Set<String> copies = finished.computeIfAbsent(id, key -> new LinkedHashSet<>());
      copies.add(receiver);
      if (copies.size() > COPIES_REMEMBERED) {
        copies.remove(copies.iterator().next());
      }
    }
  }
}
