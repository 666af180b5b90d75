package org.akkaray.runtime.scheduler.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * Gives each bundle a room of its own. That is a bipartite matching, found by augmenting paths, so
 * an assignment is found whenever there is one. Used once.
 */
final class DistinctRooms {
  private static final int NONE = -1;

  private final List<ResourceSet> bundles;
  private final List<Room> rooms;
  private final Map<ResourceSet, int[]> fitting = new HashMap<>();
  private final int[] bundleIn;
  private final int[] roomOf;
  private boolean[] visited = {};

  /**
   * @param rooms in the order of preference
   */
  DistinctRooms(List<ResourceSet> bundles, List<Room> rooms) {
    this.bundles = bundles;
    this.rooms = rooms;
    this.bundleIn = new int[rooms.size()];
    this.roomOf = new int[bundles.size()];
    Arrays.fill(bundleIn, NONE);
    Arrays.fill(roomOf, NONE);
  }

  /** How many of the bundles, given by their indices, can have a room at the same time. */
  int assign(List<Integer> open) {
    int assigned = 0;
    for (int bundle : open) {
      visited = new boolean[rooms.size()];
      if (findRoom(bundle)) {
        assigned++;
      }
    }
    return assigned;
  }

  Room roomOf(int bundle) {
    return rooms.get(roomOf[bundle]);
  }

  private boolean findRoom(int bundle) {
    int[] candidates = fitting.computeIfAbsent(bundles.get(bundle), this::roomsFor);
    for (int room : candidates) {
      if (bundleIn[room] == NONE) {
        return give(room, bundle);
      }
    }
    for (int room : candidates) {
      if (!visited[room]) {
        visited[room] = true;
        if (findRoom(bundleIn[room])) {
          return give(room, bundle);
        }
      }
    }
    return false;
  }

  private boolean give(int room, int bundle) {
    bundleIn[room] = bundle;
    roomOf[bundle] = room;
    return true;
  }

  private int[] roomsFor(ResourceSet bundle) {
    int[] found = new int[rooms.size()];
    int count = 0;
    for (int i = 0; i < rooms.size(); i++) {
      if (rooms.get(i).left().covers(bundle)) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
