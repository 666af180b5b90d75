package org.akkaray.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.UniqueAddress;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;
import org.junit.jupiter.api.Test;

class MemberTableTest {
  private final MemberTable table = new MemberTable();
  private final ClusterNode node = node(1);
  private final UniqueAddress member = member(node);

  @Test
  void aNodeIsUpWhenItTakesPartAndHasSaidWhoItIs() {
    table.memberJoined(member);
    assertThat(table.introduced(node)).isEmpty();

    assertThat(table.memberUp(member)).containsExactly(new MemberTable.Up(node));
    assertThat(table.nodes()).containsExactly(node);
  }

  @Test
  void whichOfTheTwoComesFirstMakesNoDifference() {
    assertThat(table.memberUp(member)).isEmpty();
    assertThat(table.unknown()).containsExactly(member);
    assertThat(table.isComplete()).isFalse();

    assertThat(table.introduced(node)).containsExactly(new MemberTable.Up(node));
    assertThat(table.unknown()).isEmpty();
    assertThat(table.isComplete()).isTrue();
  }

  @Test
  void aNodeIsUpOnce() {
    table.introduced(node);
    table.memberUp(member);

    assertThat(table.memberUp(member)).isEmpty();
    assertThat(table.introduced(node)).isEmpty();
  }

  @Test
  void aProcessAtTheAddressOfADeadOneIsAnotherNode() {
    table.introduced(node);
    table.memberUp(member);
    ClusterNode successor = node(2);

    assertThat(table.memberRemoved(member))
        .containsExactly(new MemberTable.Down(node.withReachable(false)));
    table.introduced(successor);
    assertThat(table.memberUp(member(successor))).containsExactly(new MemberTable.Up(successor));
    assertThat(table.memberRemoved(member)).isEmpty();
    assertThat(table.nodes()).containsExactly(successor);
  }

  @Test
  void reachabilityIsToldOncePerChange() {
    table.introduced(node);
    table.memberUp(member);

    assertThat(table.memberUnreachable(member))
        .containsExactly(new MemberTable.Unreachable(node.withReachable(false)));
    assertThat(table.memberUnreachable(member)).isEmpty();
    assertThat(table.nodes().getFirst().reachable()).isFalse();
    assertThat(table.memberReachable(member)).containsExactly(new MemberTable.Reachable(node));
    assertThat(table.memberReachable(member)).isEmpty();
  }

  @Test
  void aNodeThatDoesNotAnswerBeforeItIsKnownComesUpUnreachable() {
    table.memberUp(member);
    table.memberUnreachable(member);

    assertThat(table.introduced(node))
        .containsExactly(
            new MemberTable.Up(node.withReachable(false)),
            new MemberTable.Unreachable(node.withReachable(false)));
  }

  @Test
  void drainingIsToldOnceWhetherTheNodeOrTheClusterSaysIt() {
    table.introduced(node);
    table.memberUp(member);

    assertThat(table.introduced(node.withDraining()))
        .containsExactly(new MemberTable.Draining(node.withDraining()));
    assertThat(table.memberLeaving(member)).isEmpty();
    assertThat(table.nodes().getFirst().draining()).isTrue();
  }

  @Test
  void aMemberThatNeverBecameUpIsNotMissed() {
    table.memberJoined(member);
    assertThat(table.memberRemoved(member)).isEmpty();
  }

  @Test
  void strangersAreForgottenAndMembersAreNot() {
    table.memberUp(member);
    table.introduced(node);
    for (int stranger = 2; stranger < MemberTable.MOST_STRANGERS + 100; stranger++) {
      table.introduced(node(stranger));
    }

    assertThat(table.unknown()).isEmpty();
    assertThat(table.memberUp(member(node(2)))).isEmpty(); // whom it has forgotten
  }

  private static ClusterNode node(int incarnation) {
    return new ClusterNode(
        new NodeRecord(
            UniqueId.of(0, incarnation),
            "node" + incarnation,
            "127.0.0.1",
            1,
            true,
            Map.of("CPU", 2.0),
            Map.of("zone", "a")),
        NodeRole.NODE,
        new Address("akka", ActorSystems.NAME, "127.0.0.1", 1),
        incarnation,
        false,
        true,
        0,
        Map.of());
  }

  private static UniqueAddress member(ClusterNode node) {
    return new UniqueAddress(node.address(), node.incarnation());
  }
}
