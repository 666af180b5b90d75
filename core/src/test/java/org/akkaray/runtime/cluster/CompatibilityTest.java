package org.akkaray.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;
import org.junit.jupiter.api.Test;

class CompatibilityTest {
  private final ClusterNode self =
      new ClusterNode(
          new NodeRecord(UniqueId.NIL, "head", "127.0.0.1", 6379, true, Map.of(), Map.of()),
          NodeRole.NODE,
          new Address("akka", ActorSystems.NAME, "127.0.0.1", 6379),
          1,
          false,
          true,
          0,
          Map.of());
  private final Compatibility ours = new Compatibility(1, "0.2", Map.of("a", "1", "b", "2"));

  @Test
  void theSameIsAdmitted() {
    assertThat(ours.refusalFor(ours, self)).isEmpty();
  }

  @Test
  void anotherVersionOfTheSameProtocolIsAdmitted() {
    assertThat(ours.refusalFor(new Compatibility(1, "0.3", ours.settings()), self)).isEmpty();
  }

  @Test
  void anotherProtocolIsRefusedWithBothVersions() {
    assertThat(ours.refusalFor(new Compatibility(2, "0.3", ours.settings()), self))
        .isEqualTo(
            "the cluster at 127.0.0.1:6379 runs akka-ray 0.2 (protocol 1), which does not work with akka-ray 0.3 (protocol 2); start this node with the cluster's version.");
  }

  @Test
  void aDifferentSettingIsRefusedWithBothValues() {
    assertThat(ours.refusalFor(new Compatibility(1, "0.2", Map.of("a", "1", "b", "3")), self))
        .isEqualTo(
            "the cluster at 127.0.0.1:6379 has b = 2, but this node has 3; it must be the same on all nodes.");
  }

  @Test
  void aSettingThatOnlyOneSideKnowsIsNotCompared() {
    assertThat(ours.refusalFor(new Compatibility(1, "0.2", Map.of("c", "1")), self)).isEmpty();
  }
}
