package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.akkaray.ClusterConfig;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtimecontext.NodeInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes that join, all in this JVM; those in JVMs of their own are integration-tests' business. */
class JoiningTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static JobRuntime head;

  @BeforeAll
  static void begin() {
    head =
        NodeBootstrap.startNode(
            RayConfig.builder().setNodeName("head").setCpus(3).setLabel("zone", "a").build(), "");
  }

  @AfterAll
  static void end() {
    head.close();
  }

  @Test
  void aDriverSeesAllNodesWithWhatTheyOffer() throws Exception {
    JobRuntime second =
        NodeBootstrap.startNode(
            RayConfig.builder().setNodeName("second").setCpus(2).setResource("tpu", 4).build(),
            address());
    try (RaySession session = RaySession.start(RayConfig.connect(address()))) {
      List<NodeInfo> nodes = session.call(() -> Ray.getRuntimeContext().getAllNodeInfo());

      assertThat(nodes).hasSize(3).allMatch(node -> node.isAlive);
      NodeInfo first = named("head", nodes);
      assertThat(first.resources).containsEntry("CPU", 3.0);
      assertThat(first.labels).containsEntry("zone", "a");
      assertThat(first.nodeManagerPort).isEqualTo(port());
      assertThat(named("second", nodes).resources).containsEntry("tpu", 4.0);
    } finally {
      second.close();
    }
    await().atMost(SOON).until(() -> head.open().node().member().membership().nodes().size() == 1);
  }

  @Test
  void aDriverOffersNothingUnlessToldTo() {
    RayConfig config = RayConfig.connect(address());
    assertThat(config.getCpus()).isZero();
    assertThat(config.getMemory()).isZero();
    try (RaySession session = RaySession.start(config)) {
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(head.open().node().member().membership().nodes())
                  .extracting(ClusterNode::role)
                  .containsExactly(NodeRole.NODE, NodeRole.DRIVER));
    }
  }

  @Test
  void anAddressWhereNobodyListensIsSaid() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(() -> RaySession.start(RayConfig.connect("127.0.0.1:" + free)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No node can be reached at 127.0.0.1:" + free)
        .hasMessageContaining("ray start --head");
  }

  @Test
  void aStrangerAtTheAddressIsSaid() throws IOException {
    try (ServerSocket stranger = new ServerSocket(0)) {
      RayConfig config =
          RayConfig.builder()
              .setAddress("127.0.0.1:" + stranger.getLocalPort())
              .setClusterConfig(
                  ClusterConfig.builder().setJoinTimeout(Duration.ofSeconds(3)).build())
              .build();
      assertThatThrownBy(() -> RaySession.start(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("did not answer within PT3S");
    }
  }

  @Test
  void aPortInUseIsSaid() {
    assertThatThrownBy(() ->
            NodeBootstrap.startNode(
                RayConfig.builder()
                    .setClusterConfig(ClusterConfig.builder().setPort(port()).build())
                    .build(),
                ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + port())
        .hasMessageContaining("choose another port");
  }

  @Test
  void aNodeWithOtherTimesIsRefused() {
    assertThatThrownBy(() ->
            NodeBootstrap.startNode(
                RayConfig.builder()
                    .setClusterConfig(
                        ClusterConfig.builder().setStableAfter(Duration.ofSeconds(7)).build())
                    .build(),
                address()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refused")
        .hasMessageContaining("stable-after = 5000ms, but this node has 7000ms");
  }

  @Test
  void anAddressOthersCanReachNeedsTheUsersWord() {
    assertThatThrownBy(() ->
            RaySession.start(
                RayConfig.builder()
                    .setClusterConfig(ClusterConfig.builder().setHost("0.0.0.0").build())
                    .build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("others need an address");
    assertThatThrownBy(() ->
            RaySession.start(
                RayConfig.builder()
                    .setClusterConfig(ClusterConfig.builder().setHost("192.0.2.1").build())
                    .build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--insecure");
  }

  private static NodeInfo named(String name, List<NodeInfo> nodes) {
    return nodes.stream().filter(node -> node.nodeHostname.equals(name)).findFirst().orElseThrow();
  }

  private static int port() {
    return head.open().node().member().membership().self().record().port();
  }

  private static String address() {
    return "127.0.0.1:" + port();
  }
}
