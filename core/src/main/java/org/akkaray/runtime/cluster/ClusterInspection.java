package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.akkaray.ClusterConfig;

/** Asks the nodes of a cluster how things are, without joining it. */
public final class ClusterInspection {
  private ClusterInspection() {}

  /**
   * Asks one node which others there are, and then all how busy they are.
   *
   * @param address one of the cluster's nodes
   * @param insecure whether the answers may come to an address that other machines can reach
   * @param patience for each of the two
   * @return the nodes in the order of the one that was asked; with no usage for one that did not
   *     answer
   * @throws IllegalStateException if nobody listens at the address or answers there, in one
   *     sentence
   */
  public static Map<ClusterNode, Optional<NodeUsage>> ask(
      HostAndPort address, boolean insecure, Duration patience) {
    Joining.requireListener(List.of(address));
    ClusterConfig config =
        ClusterConfig.builder().setHost(localAddress(address)).setInsecure(insecure).build();
    ActorSystem<Void> system = ActorSystems.outside(config);
    try {
      NodeStatus first =
          answer(askOne(system, address, patience))
              .orElseThrow(() ->
                  new IllegalStateException(
                      "What listens at "
                          + address
                          + " did not answer within "
                          + patience
                          + ": it is not a node of akka-ray, stands still, or is known by another host name."));
      Map<ClusterNode, CompletableFuture<NodeStatus>> asked = new LinkedHashMap<>();
      for (ClusterNode node : first.nodes()) {
        asked.put(
            node,
            node.id().equals(first.self().id())
                ? CompletableFuture.completedFuture(first)
                : askOne(
                    system,
                    new HostAndPort(node.record().address(), node.record().port()),
                    patience));
      }
      Map<ClusterNode, Optional<NodeUsage>> usages = new LinkedHashMap<>();
      asked.forEach((node, status) -> usages.put(node, answer(status).map(NodeStatus::usage)));
      return usages;
    } finally {
      system.terminate();
    }
  }

  private static CompletableFuture<NodeStatus> askOne(
      ActorSystem<Void> system, HostAndPort address, Duration patience) {
    ActorRef<MembershipActor.Command> membership =
        ActorRefResolver.get(system).resolveActorRef(address.akkaAddress() + MembershipActor.PATH);
    return AskPattern.<MembershipActor.Command, NodeStatus>ask(
            membership, MembershipActor.StatusQuery::new, patience, system.scheduler())
        .toCompletableFuture();
  }

  private static Optional<NodeStatus> answer(CompletableFuture<NodeStatus> asked) {
    try {
      return Optional.of(asked.get());
    } catch (ExecutionException e) {
      return Optional.empty(); // not in time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The address by which that node can answer. */
  private static String localAddress(HostAndPort node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.host(), node.port()), 2_000);
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException e) {
      throw new IllegalStateException(
          "No node can be reached at " + node + " (" + e.getMessage() + ").", e);
    }
  }
}
