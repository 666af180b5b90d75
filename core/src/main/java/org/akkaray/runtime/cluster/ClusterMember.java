package org.akkaray.runtime.cluster;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's part of a cluster. Thread-safe. */
public final class ClusterMember {
  private static final Logger log = LoggerFactory.getLogger(ClusterMember.class);

  private final ActorSystem<Void> system;
  private final Membership membership;
  private final Lifeline lifeline;
  private final ClusterSettings settings;
  private final Compatibility compatibility;
  private volatile boolean stopping;

  ClusterMember(
      ActorSystem<Void> system,
      Membership membership,
      Lifeline lifeline,
      ClusterSettings settings,
      Compatibility compatibility) {
    this.system = system;
    this.membership = membership;
    this.lifeline = lifeline;
    this.settings = settings;
    this.compatibility = compatibility;
  }

  /** The actor system. */
  public ActorSystem<Void> system() {
    return system;
  }

  /** The nodes of the cluster. */
  public Membership membership() {
    return membership;
  }

  /**
   * Joins the cluster. A node that begins one need not wait for anybody; another one returns when
   * it takes part and knows all others that do.
   *
   * @throws IllegalStateException if the cluster refuses it, or does not answer in time, in one
   *     sentence
   */
  public void join() {
    if (settings.seeds().isEmpty()) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      new Joining(system, membership, settings, compatibility).join();
    }
  }

  /**
   * Completes when the cluster has given this node up, because nobody heard of it for too long or
   * because it is on the smaller side of a partition. Its actor system has ended then. Never
   * completes if the node is {@linkplain #stop stopped}.
   */
  public CompletionStage<Void> givenUp() {
    CompletableFuture<Void> givenUp = new CompletableFuture<>();
    system
        .getWhenTerminated()
        .whenComplete((done, failure) -> {
          if (!stopping) {
            lifeline.close();
            givenUp.complete(null);
          }
        });
    return givenUp;
  }

  /**
   * Leaves and ends the system. If there are other nodes they are told, so that they need not find
   * out. Waits for it, at most so long.
   */
  public void stop(Duration patience) {
    stopping = true;
    if (membership.nodes().size() > 1) {
      var unused =
          CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason());
    } else {
      system.terminate();
    }
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      system.terminate();
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      system.terminate();
      log.warn(
          "The actor system of node {} did not end within {}: {}",
          membership.self().record().name(),
          patience,
          e.toString());
    }
    lifeline.close(); // what others see last
  }
}
