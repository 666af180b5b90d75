package org.akkaray.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifelineTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private final List<ClusterNode> dead = new CopyOnWriteArrayList<>();
  private final Lifeline watcher = Lifeline.open(UniqueId.of(0, 1), "127.0.0.1", dead::add);

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void theEndOfAProcessIsHeardAtOnce() {
    Lifeline other = Lifeline.open(UniqueId.of(0, 2), "127.0.0.1", node -> {});
    ClusterNode node = node(2, other.port());
    watcher.watch(node);
    await().during(A_MOMENT).atMost(SOON).until(dead::isEmpty);

    other.close();

    await().atMost(SOON).until(() -> dead.equals(List.of(node)));
  }

  @Test
  void aNodeWhosePortIsAnothersNowIsDead() {
    try (Lifeline other = Lifeline.open(UniqueId.of(0, 3), "127.0.0.1", node -> {})) {
      ClusterNode node = node(2, other.port());
      watcher.watch(node);
      await().atMost(SOON).until(() -> dead.equals(List.of(node)));
    }
  }

  @Test
  void aCutConnectionAloneIsNoDeath() throws Exception {
    UniqueId id = UniqueId.of(0, 2);
    try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      watcher.watch(node(2, listener.getLocalPort()));
      for (int cut = 0; cut < 3; cut++) {
        try (Socket connection = listener.accept()) {
          connection.getOutputStream().write(id.getBytes());
        }
      }
      try (Socket silent = listener.accept()) { // it comes again
        silent.getOutputStream().write(id.getBytes());
        await().during(A_MOMENT).atMost(SOON).until(dead::isEmpty);
      }
    }
    await().atMost(SOON).until(() -> dead.size() == 1);
  }

  @Test
  void whoIsNotWatchedAnyMoreIsNotReported() {
    Lifeline other = Lifeline.open(UniqueId.of(0, 2), "127.0.0.1", node -> {});
    ClusterNode node = node(2, other.port());
    watcher.watch(node);
    watcher.unwatch(node);
    other.close();
    await().during(A_MOMENT).atMost(SOON).until(dead::isEmpty);
  }

  @Test
  void inALargeClusterEachIsWatchedByAsManyOthers() {
    int size = 30;
    int[] watchers = new int[size];
    for (int self = 0; self < size; self++) {
      TreeMap<UniqueId, ClusterNode> ring = new TreeMap<>(LifelineWatch.ORDER);
      int me = self;
      IntStream.range(0, size)
          .filter(other -> other != me)
          .mapToObj(other -> node(other, 1))
          .forEach(node -> ring.put(node.id(), node));
      LifelineWatch.following(ring, UniqueId.of(0, self))
          .forEach(node -> watchers[(int) node.id().low()]++);
    }
    assertThat(watchers).containsOnly(LifelineWatch.MOST_WATCHED);
  }

  private static ClusterNode node(int id, int lifelinePort) {
    return new ClusterNode(
        new NodeRecord(UniqueId.of(0, id), "node" + id, "127.0.0.1", 1, true, Map.of(), Map.of()),
        NodeRole.NODE,
        new Address("akka", ActorSystems.NAME, "127.0.0.1", 1),
        id,
        false,
        true,
        lifelinePort,
        Map.of());
  }
}
