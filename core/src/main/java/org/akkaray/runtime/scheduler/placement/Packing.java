package org.akkaray.runtime.scheduler.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to put bundles into rooms, larger ones first: by their dominant share of all rooms
 * together. Finding the fewest nodes is bin packing, for which there is no fast exact way; these
 * are greedy. Used once.
 */
final class Packing {
  private final List<ResourceSet> bundles;
  private final List<Room> rooms;
  private final List<Integer> order;
  private final ResourceSet all;
  private final @Nullable Room[] placed;

  /**
   * @param open the indices of the bundles to place
   */
  Packing(List<ResourceSet> bundles, List<Integer> open, List<Room> rooms) {
    this.bundles = bundles;
    this.rooms = rooms;
    this.placed = new Room[bundles.size()];
    this.all = sum(rooms.stream().map(room -> room.node().load().total()).toList());
    this.order = new ArrayList<>(open);
    order.sort(Comparator.comparingDouble((Integer i) -> -size(bundles.get(i))));
  }

  static ResourceSet sum(List<ResourceSet> amounts) {
    return amounts.stream().reduce(ResourceSet.EMPTY, ResourceSet::plus);
  }

  private double size(ResourceSet bundle) {
    return bundle.shareOf(all);
  }

  /**
   * On few nodes: first those that the group has already, then, again and again, the node that
   * takes most of what is left to place; among equal ones the one that it fills best.
   *
   * @return by bundle; null if not all found a place
   */
  @Nullable Room @Nullable [] fewNodes() {
    for (Room room : rooms) {
      if (room.bundles() > 0) {
        fill(room, fitting(room));
      }
    }
    while (!order.isEmpty()) {
      Room best = null;
      List<Integer> bestFill = List.of();
      double bestSize = 0;
      double bestLeft = 0;
      Set<ResourceSet> seen = new HashSet<>(); // equal rooms take the same
      for (Room room : rooms) {
        if (room.bundles() > 0 || !seen.add(room.left())) {
          continue;
        }
        List<Integer> fill = fitting(room);
        if (fill.isEmpty()) {
          continue;
        }
        List<ResourceSet> filled = fill.stream().map(bundles::get).toList();
        double size = filled.stream().mapToDouble(this::size).sum();
        double left = room.leftAfter(sum(filled));
        if (best == null || size > bestSize || (size == bestSize && left < bestLeft)) {
          best = room;
          bestFill = fill;
          bestSize = size;
          bestLeft = left;
        }
      }
      if (best == null) {
        return null;
      }
      fill(best, bestFill);
    }
    return placed;
  }

  /** Each bundle where it leaves least: best fit decreasing. */
  @Nullable Room @Nullable [] bestFit() {
    return each((room, bundle) -> room.leftAfter(bundle));
  }

  /** Each bundle on a node with as few others of the group as can be, and of those the emptiest. */
  @Nullable Room @Nullable [] manyNodes() {
    return each((room, bundle) -> 2.0 * room.bundles() - room.leftAfter(bundle));
  }

  private interface Cost {
    double of(Room room, ResourceSet bundle);
  }

  private @Nullable Room @Nullable [] each(Cost cost) {
    for (int index : order) {
      ResourceSet bundle = bundles.get(index);
      ToDoubleFunction<Room> ofRoom = room -> cost.of(room, bundle);
      Room room =
          rooms.stream()
              .filter(candidate -> candidate.left().covers(bundle))
              .min(Comparator.comparingDouble(ofRoom))
              .orElse(null);
      if (room == null) {
        return null;
      }
      room.take(bundle);
      placed[index] = room;
    }
    return placed;
  }

  /** Which of the bundles left to place the room can take, larger ones first. */
  private List<Integer> fitting(Room room) {
    List<Integer> fitting = new ArrayList<>();
    ResourceSet left = room.left();
    for (int index : order) {
      ResourceSet bundle = bundles.get(index);
      if (left.covers(bundle)) {
        left = left.minus(bundle);
        fitting.add(index);
      }
    }
    return fitting;
  }

  private void fill(Room room, List<Integer> fill) {
    for (int index : fill) {
      room.take(bundles.get(index));
      placed[index] = room;
    }
    order.removeAll(new HashSet<>(fill));
  }
}
