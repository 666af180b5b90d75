package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.cluster.ClusterInspection;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtimecontext.NodeInfo;
import org.junit.jupiter.api.Test;

/** Nodes that come, go, die and stand still, as a driver sees them. */
class LocalClusterTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void aDriverSeesAllNodesAndThatOneDiesOneLeavesAndOneComes() throws Exception {
    try (LocalCluster cluster =
        LocalCluster.builder().setNodes(3).setCpus(2).set("ray.node.labels.zone", "a").start()) {
      RaySession driver = cluster.connect();
      assertThat(living(driver))
          .extracting(node -> node.nodeHostname)
          .containsExactlyInAnyOrder("node0", "node1", "node2", "driver0");
      assertThat(info(driver, cluster.node(1)).resources).containsEntry("CPU", 2.0);
      assertThat(info(driver, cluster.node(1)).labels).containsEntry("zone", "a");

      cluster.node(1).kill();
      awaitDead(driver, cluster.node(1));

      cluster.node(2).leave();
      awaitDead(driver, cluster.node(2));

      LocalNode successor =
          cluster.addNode(Map.of("ray.cluster.port", String.valueOf(cluster.node(1).port())));
      assertThat(successor.port()).isEqualTo(cluster.node(1).port());
      assertThat(successor.id()).isNotEqualTo(cluster.node(1).id());
      await().atMost(SOON).until(() -> info(driver, successor).isAlive);
      assertThat(info(driver, cluster.node(1)).isAlive).isFalse();
    }
  }

  @Test
  void theHeadMayDieAndOthersStillJoin() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).start()) {
      RaySession driver = cluster.connect();

      cluster.node(0).kill();
      awaitDead(driver, cluster.node(0));

      LocalNode joined = cluster.addNode(Map.of());
      await().atMost(SOON).until(() -> info(driver, joined).isAlive);
    }
  }

  @Test
  void aNodeWithOtherTimesIsRefusedInOneSentence() {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(1).start()) {
      assertThatThrownBy(() -> cluster.addNode(Map.of("ray.cluster.stable-after", "7s")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("This node was refused: the cluster at " + cluster.address());
    }
  }

  @Test
  void aPauseIsNoDeathButALongOneIs() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).start()) {
      RaySession driver = cluster.connect();
      LocalNode paused = cluster.node(2);
      cluster.expectInLogs("The cluster has given this node up");

      paused.pause();
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> info(driver, paused).isAlive);
      paused.resume();
      await().during(Duration.ofSeconds(8)).atMost(SOON).until(() -> info(driver, paused).isAlive);

      paused.pause();
      awaitDead(driver, paused);
      paused.resume();
      paused.awaitEnd();
      assertThat(paused.log())
          .anyMatch(line -> line.contains("The cluster has given this node up"));
    }
  }

  @Test
  void garbageOnThePortHurtsNobody() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(2).start()) {
      long seed = System.nanoTime();
      byte[] garbage = new byte[10_000];
      new Random(seed).nextBytes(garbage);
      for (byte[] sent :
          List.of(
              garbage,
              "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
              "AKKA".getBytes(StandardCharsets.US_ASCII),
              new byte[0])) {
        try (Socket socket = new Socket("127.0.0.1", cluster.node(0).port())) {
          socket.getOutputStream().write(sent);
          socket.getOutputStream().flush();
        }
      }
      assertThat(living(cluster.connect())).as("with seed %s", seed).hasSize(3);
    }
  }

  @Test
  void aNodeThatLeavesEndsWhatItRunsFirst() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(2).start()) {
      RaySession driver = cluster.connect();
      List<ObjectRef<UniqueId>> running =
          driver.call(() ->
              IntStream.range(0, 2)
                  .mapToObj(i -> Ray.task(LocalClusterTest::whereItRunsForAWhile).remote())
                  .toList());
      await().atMost(SOON).until(() -> cluster.nodes().stream().allMatch(node -> isBusy(node)));

      cluster.node(1).leave();

      assertThat(driver.call(() -> Ray.get(running, SOON)))
          .containsExactlyInAnyOrder(cluster.node(0).id(), cluster.node(1).id());
    }
  }

  private static UniqueId whereItRunsForAWhile() throws InterruptedException {
    Thread.sleep(8_000);
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  /** Asked from outside, as ray status does. */
  private static boolean isBusy(LocalNode node) {
    return ClusterInspection.ask(
            HostAndPort.parse(node.address()).getFirst(), false, Duration.ofSeconds(20))
        .entrySet()
        .stream()
        .filter(known -> known.getKey().id().equals(node.id()))
        .allMatch(known -> known.getValue().orElseThrow().free().getOrDefault("CPU", 0.0) == 0);
  }

  private static List<NodeInfo> living(RaySession driver) throws Exception {
    return driver.call(() -> Ray.getRuntimeContext().getAllNodeInfo()).stream()
        .filter(node -> node.isAlive)
        .toList();
  }

  private static NodeInfo info(RaySession driver, LocalNode node) throws Exception {
    return driver.call(() -> Ray.getRuntimeContext().getAllNodeInfo()).stream()
        .filter(info -> info.nodeId.equals(node.id()))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitDead(RaySession driver, LocalNode node) {
    await().atMost(SOON).until(() -> !info(driver, node).isAlive);
  }
}
