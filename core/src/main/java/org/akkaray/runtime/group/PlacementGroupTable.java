package org.akkaray.runtime.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.runtime.scheduler.placement.BundlePlacement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The placement groups of the job whose driver is on this node. A group is reserved in rounds of
 * two phases: all nodes of the plan take the bundles' resources, then all let the group's calls
 * have them. If a node has not done so in time, or dies, the round is given back and another one
 * begins with another plan. Guarded by its monitor, which is not held while nodes are spoken to.
 */
public final class PlacementGroupTable implements GroupDirectory {
  private static final Logger log = LoggerFactory.getLogger(PlacementGroupTable.class);

  private final BundleNodes nodes;
  private final String namespace;
  private final @Nullable Duration patience;
  private final Map<PlacementGroupId, LivePlacementGroup> groups = new LinkedHashMap<>();

  /**
   * @param patience how long a round may wait for its nodes; null for ever, where there is no other
   *     plan
   */
  public PlacementGroupTable(BundleNodes nodes, String namespace, @Nullable Duration patience) {
    this.nodes = nodes;
    this.namespace = namespace;
    this.patience = patience;
  }

  @Override
  public PlacementGroup create(PlacementGroupCreationOptions options) {
    return create(PlacementGroupId.fromRandom(), options);
  }

  /** As {@link #create(PlacementGroupCreationOptions)}, with an id that the caller chose. */
  public LivePlacementGroup create(PlacementGroupId id, PlacementGroupCreationOptions options) {
    LivePlacementGroup group = new LivePlacementGroup(id, options);
    synchronized (this) {
      if (options.getName() != null && byName(options.getName(), namespace) != null) {
        throw new IllegalArgumentException(
            "There is a placement group named \"" + options.getName() + "\" already.");
      }
      groups.put(id, group);
    }
    attempt(group);
    return group;
  }

  /** Begins a round, if the group misses something and a plan for it exists. */
  private void attempt(LivePlacementGroup group) {
    ReservationRound round;
    synchronized (this) {
      if (group.round != null
          || group.state == PlacementGroupState.CREATED
          || group.state == PlacementGroupState.REMOVED) {
        return;
      }
      Map<Integer, UniqueId> kept = group.placed();
      switch (nodes.plan(group.bundles, group.getStrategy(), kept)) {
        case BundlePlacement.OnNodes plan -> round = newRound(group, plan.nodes(), kept);
        case BundlePlacement.NotNow notNow -> {
          log.debug("{} waits: {}", group, notNow.reason());
          return;
        }
        case BundlePlacement.Infeasible never -> {
          if (!group.warned) {
            group.warned = true;
            log.warn("{} stays pending: {}", group, never.reason());
          }
          return;
        }
      }
    }
    round.asked.forEach(nodes::prepare);
  }

  private static ReservationRound newRound(
      LivePlacementGroup group, List<UniqueId> plan, Map<Integer, UniqueId> kept) {
    Map<UniqueId, Map<Integer, Map<String, Double>>> byNode = new LinkedHashMap<>();
    for (int i = 0; i < plan.size(); i++) {
      if (!kept.containsKey(i)) {
        byNode
            .computeIfAbsent(plan.get(i), node -> new HashMap<>())
            .put(i, group.getBundles().get(i));
      }
    }
    int number = ++group.rounds;
    Map<UniqueId, BundleReservation> asked = new LinkedHashMap<>();
    byNode.forEach(
        (node, bundles) -> asked.put(node, new BundleReservation(group.getId(), number, bundles)));
    group.round = new ReservationRound(number, asked);
    return group.round;
  }

  /** A node has taken what it was asked for. */
  public void onTaken(UniqueId node, PlacementGroupId id, int number) {
    Map<UniqueId, BundleReservation> all;
    synchronized (this) {
      ReservationRound round = roundOf(id, number);
      if (round == null || !round.taken(node)) {
        return;
      }
      all = Map.copyOf(round.asked);
    }
    all.forEach(nodes::commit);
  }

  /** What a node has taken is of use to the group's calls. */
  public void onCommitted(UniqueId node, PlacementGroupId id, int number) {
    CompletableFuture<Boolean> ready;
    synchronized (this) {
      ReservationRound round = roundOf(id, number);
      if (round == null || !round.committed(node)) {
        return;
      }
      LivePlacementGroup group = groups.get(id);
      round.asked.forEach((holder, bundles) ->
          group.held.computeIfAbsent(holder, key -> new ArrayList<>()).add(bundles));
      group.round = null;
      group.state = PlacementGroupState.CREATED;
      ready = group.ready;
    }
    ready.complete(true);
  }

  private @Nullable ReservationRound roundOf(PlacementGroupId id, int number) {
    LivePlacementGroup group = groups.get(id);
    ReservationRound round = group == null ? null : group.round;
    return round != null && round.number == number ? round : null;
  }

  /** Ends rounds that take too long, and begins those that may succeed now. */
  public void retry() {
    List<LivePlacementGroup> all;
    synchronized (this) {
      if (groups.isEmpty()) {
        return;
      }
      all = List.copyOf(groups.values());
    }
    for (LivePlacementGroup group : all) {
      ReservationRound late = null;
      synchronized (this) {
        ReservationRound round = group.round;
        if (round != null
            && patience != null
            && System.nanoTime() - round.since > patience.toNanos()) {
          late = round;
          group.round = null;
        }
      }
      if (late != null) {
        late.asked.forEach(nodes::giveBack);
      }
      attempt(group);
    }
  }

  /** A node is gone, and with it what it had reserved. */
  public void nodeDown(UniqueId gone) {
    snapshot()
        .forEach(group -> {
          loseNode(group, gone);
          attempt(group);
        });
  }

  /**
   * A node leaves: what it has reserved is given back, and {@link #retry} reserves it elsewhere.
   */
  public void nodeLeaves(UniqueId node) {
    snapshot()
        .forEach(group -> loseNode(group, node).forEach(bundles -> nodes.giveBack(node, bundles)));
  }

  private synchronized List<LivePlacementGroup> snapshot() {
    return List.copyOf(groups.values());
  }

  /** Returns what the group had there. */
  private List<BundleReservation> loseNode(LivePlacementGroup group, UniqueId node) {
    ReservationRound broken = null;
    List<BundleReservation> lost;
    synchronized (this) {
      if (group.round != null && group.round.asked.containsKey(node)) {
        broken = group.round;
        group.round = null;
      }
      lost = group.held.remove(node);
      if (lost != null && group.state == PlacementGroupState.CREATED) {
        group.state = PlacementGroupState.RESCHEDULING;
        group.ready = new CompletableFuture<>();
      }
    }
    if (broken != null) {
      broken.asked.forEach(nodes::giveBack);
    }
    return lost == null ? List.of() : lost;
  }

  @Override
  public void remove(PlacementGroupId id) {
    Map<UniqueId, List<BundleReservation>> all = new HashMap<>();
    LivePlacementGroup group;
    synchronized (this) {
      group = groups.remove(id);
      if (group == null) {
        return;
      }
      group.state = PlacementGroupState.REMOVED;
      group.held.forEach((node, held) -> all.put(node, new ArrayList<>(held)));
      group.held.clear();
      if (group.round != null) {
        group.round.asked.forEach(
            (node, bundles) -> all.computeIfAbsent(node, key -> new ArrayList<>()).add(bundles));
        group.round = null;
      }
    }
    all.forEach((node, held) -> held.forEach(bundles -> nodes.giveBack(node, bundles)));
    group.ready.complete(false);
  }

  @Override
  public synchronized @Nullable LivePlacementGroup byId(PlacementGroupId id) {
    return groups.get(id);
  }

  @Override
  public synchronized @Nullable LivePlacementGroup byName(String name, String inNamespace) {
    if (!inNamespace.equals(namespace)) {
      return null;
    }
    return groups.values().stream().filter(g -> name.equals(g.getName())).findFirst().orElse(null);
  }

  @Override
  public synchronized List<PlacementGroup> all() {
    return List.copyOf(groups.values());
  }

  @Override
  public boolean awaitReady(PlacementGroupId id, Duration timeout) {
    LivePlacementGroup group = byId(id);
    return group != null && group.wait(timeout);
  }
}
