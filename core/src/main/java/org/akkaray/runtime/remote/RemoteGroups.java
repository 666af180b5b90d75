package org.akkaray.runtime.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.group.BundleNodes;
import org.akkaray.runtime.group.BundleReservation;
import org.akkaray.runtime.group.LivePlacementGroup;
import org.akkaray.runtime.group.PlacementGroupTable;
import org.akkaray.runtime.group.ReservedBundles;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.BundlePlacement;
import org.akkaray.runtime.scheduler.placement.BundlePolicy;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.wire.BundlesPrepared;
import org.akkaray.runtime.wire.GroupReply;
import org.akkaray.runtime.wire.GroupRequest;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.PrepareBundles;
import org.akkaray.runtime.wire.SettleBundles;
import org.jspecify.annotations.Nullable;

/**
 * Placement groups over nodes: has other nodes reserve bundles for the groups that this one keeps,
 * reserves those that others ask for, and answers questions of nodes that run calls of this node's
 * job. Thread-safe.
 */
public final class RemoteGroups implements BundleNodes {
  /** How long a round waits for resources that tasks hold before another plan is made. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final NodeContext node;
  private final GlobalScheduler scheduler;
  private final NodeLoadMeter meter;
  private final ReservedBundles reserved;
  private final BundlePolicy policy = new BundlePolicy();
  private final Executor timer;
  private final Runnable report;
  private final GroupQuestions questions;
  private volatile @Nullable PlacementGroupTable table;

  /**
   * @param report tells all nodes what this one has
   */
  RemoteGroups(
      NodeContext node,
      GlobalScheduler scheduler,
      NodeLoadMeter meter,
      ResourceLedger ledger,
      Executor timer,
      Runnable report) {
    this.node = node;
    this.scheduler = scheduler;
    this.meter = meter;
    this.reserved = new ReservedBundles(ledger);
    this.timer = timer;
    this.report = report;
    this.questions = new GroupQuestions(node);
  }

  /** The groups of this node's own job. */
  public PlacementGroupTable openTable(String namespace) {
    PlacementGroupTable opened = new PlacementGroupTable(this, namespace, PATIENCE);
    table = opened;
    return opened;
  }

  GroupQuestions questions() {
    return questions;
  }

  /** What groups have of this node. */
  ResourceSet reserved() {
    return reserved.reserved();
  }

  /** Something may have become free. */
  void retry() {
    PlacementGroupTable known = table;
    if (known != null) {
      known.retry();
    }
  }

  /** A node leaves: bundles that it has go to others. */
  void nodeLeaves(UniqueId other) {
    PlacementGroupTable known = table;
    if (known != null) {
      known.nodeLeaves(other);
    }
  }

  void nodeDown(UniqueId gone) {
    reserved.nodeDown(gone);
    questions.nodeDown(gone);
    PlacementGroupTable known = table;
    if (known != null) {
      known.nodeDown(gone);
    }
  }

  @Override
  public BundlePlacement plan(
      List<ResourceSet> bundles, PlacementStrategy strategy, Map<Integer, UniqueId> kept) {
    return scheduler.with(view -> {
      BundlePlacement placement = policy.plan(bundles, strategy, kept, view);
      if (placement instanceof BundlePlacement.OnNodes plan) {
        for (int i = 0; i < bundles.size(); i++) {
          if (!kept.containsKey(i)) {
            view.placedBundle(plan.nodes().get(i), bundles.get(i));
          }
        }
      }
      return placement;
    });
  }

  @Override
  public void prepare(UniqueId to, BundleReservation bundles) {
    if (to.equals(node.id())) {
      take(node.id(), bundles);
      return;
    }
    PrepareBundles.Builder wire =
        PrepareBundles.newBuilder().setGroup(Ids.bytes(bundles.group())).setRound(bundles.round());
    bundles
        .bundles()
        .forEach((index, bundle) ->
            wire.putBundles(
                index,
                org.akkaray.runtime.wire.Bundle.newBuilder().putAllResources(bundle).build()));
    send(to, Message.newBuilder().setPrepareBundles(wire));
  }

  private void send(UniqueId to, Message.Builder message) {
    node.send(to, message);
    node.links().flush(to);
  }

  /** Takes bundles of this node for a group that some node keeps. */
  private void take(UniqueId owner, BundleReservation bundles) {
    bundles.bundles().keySet().forEach(index -> meter.received(owner));
    reserved.prepare(owner, bundles, () -> tell(owner, bundles, false));
  }

  private void tell(UniqueId owner, BundleReservation bundles, boolean committed) {
    if (!owner.equals(node.id())) {
      send(
          owner,
          Message.newBuilder()
              .setBundlesPrepared(
                  BundlesPrepared.newBuilder()
                      .setGroup(Ids.bytes(bundles.group()))
                      .setRound(bundles.round())
                      .setCommitted(committed)));
      return;
    }
    told(owner, bundles.group(), bundles.round(), committed);
  }

  private void told(UniqueId by, PlacementGroupId group, int round, boolean committed) {
    PlacementGroupTable known = table;
    if (known != null && committed) {
      known.onCommitted(by, group, round);
    } else if (known != null) {
      known.onTaken(by, group, round);
    }
  }

  @Override
  public void commit(UniqueId to, BundleReservation bundles) {
    settle(to, bundles, true);
  }

  @Override
  public void giveBack(UniqueId to, BundleReservation bundles) {
    settle(to, bundles, false);
  }

  private void settle(UniqueId to, BundleReservation bundles, boolean commit) {
    if (to.equals(node.id())) {
      settleHere(node.id(), bundles, commit);
    } else {
      send(
          to,
          Message.newBuilder()
              .setSettleBundles(
                  SettleBundles.newBuilder()
                      .setGroup(Ids.bytes(bundles.group()))
                      .setRound(bundles.round())
                      .setCommit(commit)));
    }
  }

  /** The owner learns of the commit after it has learnt of what this node has now. */
  private void settleHere(UniqueId owner, BundleReservation bundles, boolean commit) {
    boolean committed = commit && reserved.commit(bundles);
    if (!commit) {
      reserved.giveBack(bundles);
    }
    try {
      timer.execute(() -> {
        report.run();
        if (committed) {
          tell(owner, bundles, true);
        }
      });
    } catch (RejectedExecutionException e) {
      return; // the node is ending
    }
  }

  void onPrepare(UniqueId from, PrepareBundles wire) {
    Map<Integer, Map<String, Double>> bundles = new java.util.HashMap<>();
    wire.getBundlesMap().forEach((index, bundle) -> bundles.put(index, bundle.getResourcesMap()));
    take(from, new BundleReservation(WireGroups.id(wire.getGroup()), wire.getRound(), bundles));
  }

  void onPrepared(UniqueId from, BundlesPrepared wire) {
    told(from, WireGroups.id(wire.getGroup()), wire.getRound(), wire.getCommitted());
  }

  void onSettle(UniqueId from, SettleBundles wire) {
    settleHere(
        from,
        new BundleReservation(WireGroups.id(wire.getGroup()), wire.getRound(), Map.of()),
        wire.getCommit());
  }

  /** A node that runs calls of this node's job asks about the job's groups. */
  void onRequest(UniqueId from, GroupRequest request) {
    PlacementGroupTable known = table;
    GroupReply.Builder reply = GroupReply.newBuilder().setRequest(request.getRequest());
    if (known == null) {
      answer(from, reply);
      return;
    }
    switch (request.getKindCase()) {
      case CREATE -> {
        try {
          PlacementGroupCreationOptions options =
              new PlacementGroupCreationOptions.Builder()
                  .setBundles(WireGroups.bundles(request.getCreate()))
                  .setStrategy(WireGroups.strategy(request.getCreate()))
                  .build();
          String name = request.getCreate().getName();
          if (!name.isEmpty()) {
            options =
                new PlacementGroupCreationOptions(
                    name, options.getBundles(), options.getStrategy());
          }
          reply.addGroups(WireGroups.toWire(known.create(options)));
        } catch (IllegalArgumentException e) {
          reply.setRefused(e.getMessage());
        }
      }
      case FIND -> add(reply, known.byId(WireGroups.id(request.getFind())));
      case FIND_NAMED -> add(reply, known.byName(request.getFindNamed(), request.getNamespace()));
      case ALL -> known.all().forEach(group -> reply.addGroups(WireGroups.toWire(group)));
      case REMOVE -> known.remove(WireGroups.id(request.getRemove()));
      case READY -> {
        LivePlacementGroup group = known.byId(WireGroups.id(request.getReady()));
        if (group != null) {
          group.whenReady(() -> {
            add(reply, group);
            answer(from, reply);
          });
          return;
        }
      }
      case KIND_NOT_SET ->
          reply.setRefused("The driver's node is of a version that does not know this request.");
    }
    answer(from, reply);
  }

  private static void add(GroupReply.Builder reply, @Nullable PlacementGroup group) {
    if (group != null) {
      reply.addGroups(WireGroups.toWire(group));
    }
  }

  private void answer(UniqueId to, GroupReply.Builder reply) {
    send(to, Message.newBuilder().setGroupReply(reply));
  }
}
