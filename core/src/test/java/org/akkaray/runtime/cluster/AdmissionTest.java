package org.akkaray.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.akkaray.ClusterConfig;
import org.akkaray.id.UniqueId;
import org.junit.jupiter.api.Test;

/** Who may join, over real connections. */
class AdmissionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static ClusterMember member(List<HostAndPort> seeds, int protocol, String version) {
    ClusterSettings settings =
        new ClusterSettings(NodeRole.NODE, seeds, ClusterConfig.builder().build());
    return ActorSystems.begin(settings)
        .member(
            new NodeIdentity(
                UniqueId.randomId(), "version " + version, Map.of(), Map.of(), Map.of()),
            new Compatibility(protocol, version, settings.common()));
  }

  @Test
  void aNodeOfAnotherProtocolIsRefusedInOneSentenceAndTheClusterStays() {
    ClusterMember head = member(List.of(), Compatibility.PROTOCOL, "1.0");
    try {
      head.join();
      int port = head.membership().self().record().port();
      List<HostAndPort> seeds = HostAndPort.parse("127.0.0.1:" + port);
      ClusterMember stranger = member(seeds, Compatibility.PROTOCOL + 1, "9.9");
      try {
        assertThatThrownBy(stranger::join)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("This node was refused")
            .hasMessageContaining("127.0.0.1:" + port)
            .hasMessageContaining("akka-ray 1.0 (protocol " + Compatibility.PROTOCOL + ")")
            .hasMessageContaining("akka-ray 9.9 (protocol " + (Compatibility.PROTOCOL + 1) + ")")
            .hasMessageContaining("start this node with the cluster's version")
            .hasNoCause();
      } finally {
        stranger.stop(PATIENCE);
      }
      ClusterMember newer = member(seeds, Compatibility.PROTOCOL, "1.1");
      try {
        newer.join(); // another version that speaks the same may join: a rolling upgrade
        assertThat(newer.membership().nodes())
            .extracting(node -> node.record().name())
            .containsExactlyInAnyOrder("version 1.0", "version 1.1");
      } finally {
        newer.stop(PATIENCE);
      }
    } finally {
      head.stop(PATIENCE);
    }
  }
}
