package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a node comes into a cluster: it knocks, is admitted or refused, and joins. */
record Joining(
    ActorSystem<Void> system,
    Membership membership,
    ClusterSettings settings,
    Compatibility compatibility) {
  /**
   * How long to try if nobody listens: nodes that are started together do not wait for each other.
   */
  private static final Duration REFUSED_PATIENCE = Duration.ofSeconds(3);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
  private static final Duration KNOCK_AGAIN = Duration.ofSeconds(2);

  /**
   * Looks whether anybody listens at one of the addresses, before anything is started.
   *
   * @throws IllegalStateException if nobody does
   */
  static void requireListener(List<HostAndPort> seeds) {
    long end = System.nanoTime() + REFUSED_PATIENCE.toNanos();
    IOException last = null;
    do {
      for (HostAndPort seed : seeds) {
        InetSocketAddress address = new InetSocketAddress(seed.host(), seed.port());
        if (address.isUnresolved()) {
          last = new IOException("the host is not known");
          continue;
        }
        try (Socket socket = new Socket()) {
          socket.connect(address, (int) CONNECT_PATIENCE.toMillis());
          return;
        } catch (IOException e) {
          last = e;
        }
      }
    } while (System.nanoTime() < end && pause());
    throw new IllegalStateException(
        "No node can be reached at "
            + list(seeds)
            + " ("
            + last.getMessage()
            + "): check that the cluster runs and that the address is right; 'ray start --head' starts one.",
        last);
  }

  private static boolean pause() {
    try {
      Thread.sleep(100); // nobody tells when a port begins to listen
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Joins, and waits until this node takes part.
   *
   * @throws IllegalStateException if the cluster refuses it, or does not answer in time
   */
  void join() {
    long deadline = System.nanoTime() + settings.config().getJoinTimeout().toNanos();
    HostAndPort seed = knock(deadline);
    Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(seed.akkaAddress())));
    try {
      membership.joined().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while joining the cluster at " + seed + ".", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "This node was admitted to the cluster at "
              + seed
              + ", but did not become part of it within "
              + settings.config().getJoinTimeout()
              + ": perhaps the cluster has nodes that do not answer ('ray status --address "
              + seed
              + "' shows them); try again when they are gone.",
          e);
    }
  }

  private HostAndPort knock(long deadline) {
    while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
      for (HostAndPort seed : settings.seeds()) {
        MembershipActor.@Nullable Admission admission = knockAt(seed);
        if (admission != null) {
          if (admission.refusal().isEmpty()) {
            return seed;
          }
          throw new IllegalStateException("This node was refused: " + admission.refusal());
        }
      }
    }
    throw new IllegalStateException(
        "What listens at "
            + list(settings.seeds())
            + " did not answer within "
            + settings.config().getJoinTimeout()
            + ": it is not a node of akka-ray, is stopped, or was started with another host name than the one used here.");
  }

  private MembershipActor.@Nullable Admission knockAt(HostAndPort seed) {
    ActorRef<MembershipActor.Command> door =
        ActorRefResolver.get(system).resolveActorRef(seed.akkaAddress() + MembershipActor.PATH);
    try {
      return AskPattern.<MembershipActor.Command, MembershipActor.Admission>ask(
              door,
              replyTo -> new MembershipActor.Knock(compatibility, replyTo),
              KNOCK_AGAIN,
              system.scheduler())
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      return null; // no answer in time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static String list(List<HostAndPort> seeds) {
    return seeds.stream().map(HostAndPort::toString).collect(Collectors.joining(" or "));
  }
}
