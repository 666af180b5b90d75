package org.akkaray.runtime.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.cluster.ClusterMember;
import org.akkaray.runtime.cluster.Drainable;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.group.PlacementGroupTable;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.Work;
import org.akkaray.runtime.task.Lineage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running node is made of, whatever jobs it runs.
 *
 * @param durable the control store that survives; null on a node that is alone
 * @param cluster null on a node that is alone
 */
record NodeParts(
    ClusterMember member,
    LocalScheduler scheduler,
    ScheduledExecutorService timer,
    ObjectStore store,
    ActorTable actorTable,
    PlacementGroupTable placementGroups,
    ControlStore controlStore,
    Lineage lineage,
    @Nullable NodeControlStore durable,
    NodeRecord record,
    @Nullable ClusterParts cluster,
    List<Drainable> drainables) {

  private static final Logger log = LoggerFactory.getLogger(NodeParts.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Has all others know that this node takes nothing new, and lets what runs end.
   *
   * @param patience for all of it
   */
  void drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    member.membership().startDraining();
    try {
      for (Drainable part : drainables) {
        if (!part.drain(deadline)) {
          log.warn(
              "Node {} leaves after {} with work that has not ended.", record.name(), patience);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all actors in order; to be called while the node is still of use to them. */
  void endActors() {
    try {
      if (!actorTable.endAll(PATIENCE)) {
        log.warn(
            "Not all actors of node {} had ended within {} of its shutdown.",
            record.name(),
            PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends everything, users of a part before the part. */
  void close() {
    if (cluster != null) {
      cluster.runtime().handBack(); // what is interrupted below would seem to have failed
    }
    List<Thread> stubborn = scheduler.close(PATIENCE);
    if (!stubborn.isEmpty()) {
      log.warn(
          "{} task(s) did not end within {} of the shutdown, although interrupted; they go on"
              + " without Ray.",
          stubborn.size(),
          PATIENCE);
    }
    for (Work work : scheduler.takeQueued()) {
      if (work instanceof Producer call) {
        call.cancel(); // its futures must complete
      }
    }
    timer.shutdownNow();
    if (durable != null) {
      if (cluster != null) {
        cluster.awaitKeptCode(PATIENCE);
      }
      durable.flush();
    }
    member.stop(PATIENCE.multipliedBy(4));
    if (durable != null) {
      durable.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    controlStore.removeNode(record.id());
    store.close();
  }
}
