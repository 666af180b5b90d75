package org.akkaray.runtime.scheduler.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * On which nodes the bundles of a placement group are to be reserved. A plan only: the nodes have
 * the last word, and whoever asks them says so to the view ({@link ClusterView#placedBundle}).
 *
 * <p>{@link PlacementStrategy#STRICT_PACK} and {@link PlacementStrategy#STRICT_SPREAD} are exact:
 * if a plan exists, one is found. {@link PlacementStrategy#PACK} and {@link
 * PlacementStrategy#SPREAD} are greedy ({@link Packing}) and may, with unlike bundles in a nearly
 * full cluster, miss a plan; then the answer is {@link BundlePlacement.NotNow}, never {@link
 * BundlePlacement.Infeasible}, which is only said with proof. Stateless and thread-safe as long as
 * the view is not changed meanwhile.
 */
public final class BundlePolicy {

  /** A plan for all bundles of a new group. */
  public BundlePlacement plan(
      List<ResourceSet> bundles, PlacementStrategy strategy, ClusterView view) {
    return plan(bundles, strategy, Map.of(), view);
  }

  /**
   * A plan for a group of which some nodes died.
   *
   * @param kept which bundles, by their indices, are reserved still, and where; their nodes'
   *     reports hold them
   */
  public BundlePlacement plan(
      List<ResourceSet> bundles,
      PlacementStrategy strategy,
      Map<Integer, UniqueId> kept,
      ClusterView view) {
    if (bundles.isEmpty() || strategy == PlacementStrategy.UNRECOGNIZED) {
      throw new IllegalArgumentException(
          "A placement group needs bundles and a strategy, but has %d and %s."
              .formatted(bundles.size(), strategy));
    }
    if (view.nodes().isEmpty()) {
      return new BundlePlacement.NotNow(Refusals.noNodes().reason());
    }
    BundleRequest request = new BundleRequest(bundles, strategy, kept);
    List<UniqueId> nodes = nodes(request, view, NodeView::available);
    if (nodes != null) {
      return new BundlePlacement.OnNodes(nodes, true);
    }
    nodes = nodes(request, view, NodeView::unreserved);
    if (nodes != null) {
      return new BundlePlacement.OnNodes(nodes, false);
    }
    String never = whyNever(request, view);
    return never != null
        ? new BundlePlacement.Infeasible(
            "%s There are %s.".formatted(never, Refusals.kinds(view, false)))
        : new BundlePlacement.NotNow(
            "The bundles %s do not fit by %s into what actors and placement groups leave of the %d nodes."
                .formatted(bundles, strategy, view.nodes().size()));
  }

  private record BundleRequest(
      List<ResourceSet> bundles, PlacementStrategy strategy, Map<Integer, UniqueId> kept) {

    /** The indices of the bundles to place. */
    List<Integer> open() {
      return IntStream.range(0, bundles.size()).filter(i -> !kept.containsKey(i)).boxed().toList();
    }

    List<ResourceSet> openBundles() {
      return open().stream().map(bundles::get).toList();
    }

    /** The nodes that may be used, with what is left of them. */
    List<Room> rooms(ClusterView view, Function<NodeView, ResourceSet> left) {
      List<Room> rooms = new ArrayList<>();
      for (NodeView node : view.nodes()) {
        if (node.isSchedulable()) {
          Room room = new Room(node, left.apply(node));
          kept.values().stream().filter(node.id()::equals).forEach(id -> room.keep());
          rooms.add(room);
        }
      }
      return rooms;
    }
  }

  private static @Nullable List<UniqueId> nodes(
      BundleRequest request, ClusterView view, Function<NodeView, ResourceSet> left) {
    List<Room> rooms = request.rooms(view, left);
    Packing packing = new Packing(request.bundles(), request.open(), rooms);
    @Nullable Room @Nullable [] placed =
        switch (request.strategy()) {
          case PACK -> packing.fewNodes();
          case SPREAD -> packing.manyNodes();
          case STRICT_PACK -> together(request, rooms);
          case STRICT_SPREAD -> apart(request, rooms);
          case UNRECOGNIZED -> null;
        };
    boolean exact =
        request.strategy() == PlacementStrategy.STRICT_PACK
            || request.strategy() == PlacementStrategy.STRICT_SPREAD;
    if (placed == null && !exact) {
      placed = new Packing(request.bundles(), request.open(), request.rooms(view, left)).bestFit();
    }
    if (placed == null) {
      return null;
    }
    List<UniqueId> nodes = new ArrayList<>();
    for (int i = 0; i < placed.length; i++) {
      Room room = placed[i];
      nodes.add(room == null ? Objects.requireNonNull(request.kept().get(i)) : room.node().id());
    }
    return nodes;
  }

  /** All on the node that has least left afterwards; on that of the kept ones if there are any. */
  private static @Nullable Room @Nullable [] together(BundleRequest request, List<Room> rooms) {
    ResourceSet sum = Packing.sum(request.openBundles());
    boolean bound = !request.kept().isEmpty();
    Room best =
        rooms.stream()
            .filter(room -> (room.bundles() > 0 || !bound) && room.left().covers(sum))
            .min(Comparator.comparingDouble(room -> room.leftAfter(sum)))
            .orElse(null);
    if (best == null) {
      return null;
    }
    @Nullable Room[] placed = new Room[request.bundles().size()];
    request.open().forEach(i -> placed[i] = best);
    return placed;
  }

  /** Each on a node of its own, on the emptiest ones if there is a choice. */
  private static @Nullable Room @Nullable [] apart(BundleRequest request, List<Room> rooms) {
    List<Room> unused =
        rooms.stream()
            .filter(room -> room.bundles() == 0)
            .sorted(Comparator.comparingDouble(room -> -room.leftAfter(ResourceSet.EMPTY)))
            .toList();
    DistinctRooms matching = new DistinctRooms(request.bundles(), unused);
    if (matching.assign(request.open()) < request.open().size()) {
      return null;
    }
    @Nullable Room[] placed = new Room[request.bundles().size()];
    request.open().forEach(i -> placed[i] = matching.roomOf(i));
    return placed;
  }

  /** A proof that no plan can exist even with all nodes empty, those that leave among them. */
  private static @Nullable String whyNever(BundleRequest request, ClusterView view) {
    List<ResourceSet> bundles = request.bundles();
    for (ResourceSet bundle : bundles) {
      if (view.nodes().stream().noneMatch(node -> node.fits(bundle))) {
        return "No node can ever have the bundle %s.".formatted(bundle);
      }
    }
    ResourceSet sum = Packing.sum(bundles);
    return switch (request.strategy()) {
      case STRICT_PACK ->
          view.nodes().stream().anyMatch(node -> node.fits(sum))
              ? null
              : "All bundles must be on one node, which asks for %s; no node has that."
                  .formatted(sum);
      case STRICT_SPREAD -> {
        List<Room> empty =
            view.nodes().stream().map(node -> new Room(node, node.load().total())).toList();
        int most =
            new DistinctRooms(bundles, empty)
                .assign(IntStream.range(0, bundles.size()).boxed().toList());
        yield most == bundles.size()
            ? null
            : "The %d bundles must be on as many nodes, but at most %d of them can be so at a time."
                .formatted(bundles.size(), most);
      }
      case PACK, SPREAD, UNRECOGNIZED -> {
        ResourceSet all =
            Packing.sum(view.nodes().stream().map(node -> node.load().total()).toList());
        yield all.covers(sum)
            ? null
            : "The bundles ask for %s together, but all nodes have %s.".formatted(sum, all);
      }
    };
  }
}
