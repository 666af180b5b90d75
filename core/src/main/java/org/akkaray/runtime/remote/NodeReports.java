package org.akkaray.runtime.remote;

import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.NodeLoad;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.NodeReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeats: tells all nodes how busy this one is, and this node's replica of the global
 * scheduler how busy they are. Thread-safe.
 */
final class NodeReports {
  private static final Logger log = LoggerFactory.getLogger(NodeReports.class);

  /** More than this is a long queue, however long. */
  private static final long COUNTED = 10_000;

  private final NodeContext node;
  private final LocalScheduler scheduler;
  private final Map<String, String> labels;
  private final GlobalScheduler global;
  private final NodeLoadMeter meter;
  private final ActorParts actorParts;
  private RemoteGroups groups;
  private RemoteTasks tasks;
  private ActorCreations creations;
  private volatile boolean draining;

  @SuppressWarnings("NullAway.Init") // connected before the first report
  NodeReports(
      NodeContext node,
      LocalScheduler scheduler,
      Map<String, String> labels,
      GlobalScheduler global,
      NodeLoadMeter meter,
      ActorParts actorParts) {
    this.node = node;
    this.scheduler = scheduler;
    this.labels = labels;
    this.global = global;
    this.meter = meter;
    this.actorParts = actorParts;
  }

  /** Knows from now on what groups have reserved: it can be asked for the load. */
  void include(RemoteGroups remoteGroups) {
    groups = remoteGroups;
  }

  /** Knows from now on who tries again when a node has reported. */
  void connect(RemoteTasks remoteTasks, ActorCreations actorCreations) {
    tasks = remoteTasks;
    creations = actorCreations;
  }

  /** The node takes nothing more. */
  void drain() {
    draining = true;
    report();
  }

  /** How busy this node is now. */
  NodeLoad load() {
    return meter
        .next(scheduler.ledger().total())
        .free(scheduler.ledger().free())
        .reserved(groups.reserved().plus(actorParts.reserved()))
        .labels(labels)
        .queued(scheduler.queued(COUNTED))
        .actors(actorParts.actors())
        .draining(draining)
        .build();
  }

  /** Tells all nodes. */
  void report() {
    try {
      NodeLoad load = load();
      global.apply(load);
      Message message = message(load);
      for (NodeLoad other : global.loads()) {
        if (!other.node().equals(node.id())) {
          node.links().send(other.node(), message);
        }
      }
      creations.placeWaiting();
      tasks.reported(load);
    } catch (RuntimeException e) {
      log.error("The load of this node could not be reported.", e);
    }
  }

  /** Tells one that has just come. */
  void reportTo(UniqueId other) {
    node.links().send(other, message(load()));
  }

  private Message message(NodeLoad load) {
    return Message.newBuilder().setReport(WireReports.toWire(load, tasks.pending())).build();
  }

  void onReport(NodeReport wire) {
    NodeLoad load = WireReports.fromWire(wire);
    if (global.apply(load)) {
      tasks.reported(load);
    }
  }
}
