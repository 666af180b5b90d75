package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the cluster remove at once a node whose process is known to have ended. Thread-safe. */
final class Deaths implements Consumer<ClusterNode> {
  private static final Logger log = LoggerFactory.getLogger(Deaths.class);

  private final ActorSystem<?> system;
  private final CompletableFuture<Membership> membership = new CompletableFuture<>();

  Deaths(ActorSystem<?> system) {
    this.system = system;
  }

  void know(Membership known) {
    membership.complete(known);
  }

  @Override
  public void accept(ClusterNode node) {
    // Not one that has left: at its address there may be another by now.
    Optional<ClusterNode> known = membership.join().node(node.id());
    if (known.isPresent()) {
      if (known.get().draining()) {
        log.info("Node {} has left.", node.record().name());
      } else {
        log.warn(
            "Node {} at {}:{} has died: its process has ended.",
            node.record().name(),
            node.record().address(),
            node.record().port());
      }
      Cluster.get(system).manager().tell(new Down(node.address()));
    }
  }
}
