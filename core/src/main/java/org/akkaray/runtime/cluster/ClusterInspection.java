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
import java.util.function.Function;
import org.akkaray.ClusterConfig;
import org.akkaray.runtime.object.StoreReport;

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
    return askAll(address, insecure, patience, MembershipActor.StatusQuery::new, NodeStatus::usage);
  }

  /**
   * As {@link #ask}, what lies in the nodes' object stores.
   *
   * @param limit how many objects of each node to show at most, the largest ones; fewer if they do
   *     not fit into a message
   */
  public static Map<ClusterNode, Optional<StoreReport>> objects(
      HostAndPort address, boolean insecure, Duration patience, int limit) {
    return askAll(
        address,
        insecure,
        patience,
        replyTo -> new MembershipActor.ObjectsQuery(limit, replyTo),
        NodeObjects::report);
  }

  private static <A, R> Map<ClusterNode, Optional<R>> askAll(
      HostAndPort address,
      boolean insecure,
      Duration patience,
      Function<ActorRef<A>, MembershipActor.Command> question,
      Function<A, R> result) {
    Joining.requireListener(List.of(address));
    ClusterConfig config =
        ClusterConfig.builder().setHost(localAddress(address)).setInsecure(insecure).build();
    ActorSystem<Void> system = ActorSystems.outside(config);
    try {
      NodeStatus first =
          answer(askOne(system, address, patience, MembershipActor.StatusQuery::new))
              .orElseThrow(() ->
                  new IllegalStateException(
                      "What listens at "
                          + address
                          + " did not answer within "
                          + patience
                          + ": it is not a node of akka-ray, stands still, or is known by another host name."));
      Map<ClusterNode, CompletableFuture<A>> asked = new LinkedHashMap<>();
      for (ClusterNode node : first.nodes()) {
        HostAndPort place =
            node.id().equals(first.self().id())
                ? address
                : new HostAndPort(node.record().address(), node.record().port());
        asked.put(node, askOne(system, place, patience, question));
      }
      Map<ClusterNode, Optional<R>> answers = new LinkedHashMap<>();
      asked.forEach((node, answer) -> answers.put(node, answer(answer).map(result)));
      return answers;
    } finally {
      system.terminate();
    }
  }

  private static <A> CompletableFuture<A> askOne(
      ActorSystem<Void> system,
      HostAndPort address,
      Duration patience,
      Function<ActorRef<A>, MembershipActor.Command> question) {
    ActorRef<MembershipActor.Command> membership =
        ActorRefResolver.get(system).resolveActorRef(address.akkaAddress() + MembershipActor.PATH);
    return AskPattern.<MembershipActor.Command, A>ask(
            membership, question::apply, patience, system.scheduler())
        .toCompletableFuture();
  }

  private static <A> Optional<A> answer(CompletableFuture<A> asked) {
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
