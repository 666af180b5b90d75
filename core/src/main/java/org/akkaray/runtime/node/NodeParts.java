package org.akkaray.runtime.node;

import java.time.Duration;
import java.util.List;
import org.akkaray.id.JobId;
import org.akkaray.runtime.actor.ActorSubmitter;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.cluster.ClusterMember;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.scheduler.Work;
import org.akkaray.runtime.task.CallSubmitter;
import org.akkaray.runtime.task.ObjectReader;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running node is made of. */
record NodeParts(
    ClusterMember member,
    Services services,
    ObjectStore store,
    CallSubmitter calls,
    ObjectReader reader,
    ActorSubmitter actors,
    ActorTable actorTable,
    PlacementGroupTable placementGroups,
    ControlStore controlStore,
    NodeRecord node,
    JobId job,
    String namespace,
    RuntimeEnv runtimeEnv) {

  private static final Logger log = LoggerFactory.getLogger(NodeParts.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Ends all actors in order; to be called while the node is still of use to them. */
  void endActors() {
    try {
      if (!actorTable.endAll(PATIENCE)) {
        log.warn(
            "Not all actors of node {} had ended within {} of its shutdown.",
            node.name(),
            PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends everything, users of a part before the part. */
  void close() {
    List<Thread> stubborn = services.scheduler().close(PATIENCE);
    if (!stubborn.isEmpty()) {
      log.warn(
          "{} task(s) did not end within {} of the shutdown, although interrupted; they go on without Ray.",
          stubborn.size(),
          PATIENCE);
    }
    for (Work work : services.scheduler().takeQueued()) {
      if (work instanceof Producer call) {
        call.cancel(); // its futures must complete
      }
    }
    services.timer().shutdownNow();
    member.stop(PATIENCE.multipliedBy(4));
    controlStore.removeNode(node.id());
    store.close();
  }
}
