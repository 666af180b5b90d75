package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.A_MOMENT;
import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.PlacementGroups;
import org.akkaray.Ray;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlacementTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(4);

  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    gate = new CountDownLatch(1);
  }

  static int afterGate() throws InterruptedException {
    gate.await();
    return 1;
  }

  static class Member {
    int one() {
      return 1;
    }
  }

  private static PlacementGroup group(PlacementStrategy strategy, double... cpus) {
    List<Map<String, Double>> bundles =
        Arrays.stream(cpus).mapToObj(n -> Map.of("CPU", n)).toList();
    return PlacementGroups.createPlacementGroup(
        new PlacementGroupCreationOptions.Builder()
            .setBundles(bundles)
            .setStrategy(strategy)
            .build());
  }

  private static boolean isReady(ObjectRef<Integer> ref, Duration within) {
    return !Ray.wait(List.of(ref), 1, within).getReady().isEmpty();
  }

  @Test
  void everyStrategyThatOneNodeCanMeetReservesTheBundles() {
    for (PlacementStrategy strategy :
        List.of(PlacementStrategy.PACK, PlacementStrategy.SPREAD, PlacementStrategy.STRICT_PACK)) {
      PlacementGroup group = group(strategy, 1, 2);
      assertThat(group.wait(SOON)).isTrue();
      assertThat(group.getState()).isEqualTo(PlacementGroupState.CREATED);
      assertThat(SharedNode.freeCpus()).isEqualTo(1);

      PlacementGroups.removePlacementGroup(group.getId());
      assertThat(group.getState()).isEqualTo(PlacementGroupState.REMOVED);
      assertThat(SharedNode.freeCpus()).isEqualTo(4);
    }
  }

  @Test
  void bundlesOnDifferentNodesStayPendingOnOneNode() {
    PlacementGroup group = group(PlacementStrategy.STRICT_SPREAD, 1, 1);

    assertThat(group.wait(A_MOMENT)).isFalse();
    assertThat(group.getState()).isEqualTo(PlacementGroupState.PENDING);
    assertThat(PlacementGroups.getAllPlacementGroups()).contains(group);
    assertThat(SharedNode.freeCpus()).isEqualTo(4);
    PlacementGroups.removePlacementGroup(group.getId());
    assertThat(PlacementGroups.getPlacementGroup(group.getId())).isNull();

    PlacementGroup single = group(PlacementStrategy.STRICT_SPREAD, 1);
    assertThat(single.wait(SOON)).isTrue();
    PlacementGroups.removePlacementGroup(single.getId());
  }

  @Test
  void aCallInABundleHasThatBundleOnly() {
    PlacementGroup group = group(PlacementStrategy.PACK, 1, 2);
    assertThat(group.wait(SOON)).isTrue();
    ObjectRef<Integer> first =
        Ray.task(PlacementTest::afterGate).setPlacementGroup(group, 0).remote();
    ObjectRef<Integer> behind = Ray.task(() -> 2).setPlacementGroup(group, 0).remote();
    ObjectRef<Integer> beside = Ray.task(() -> 3).setCpus(2).setPlacementGroup(group, 1).remote();
    ObjectRef<Integer> anywhere = Ray.task(() -> 4).setPlacementGroup(group).remote();
    ObjectRef<Integer> outside = Ray.task(() -> 5).remote();

    assertThat(Ray.get(List.of(beside, anywhere, outside), SOON)).containsExactly(3, 4, 5);
    assertThat(isReady(behind, A_MOMENT)).isFalse();
    gate.countDown();
    assertThat(Ray.get(List.of(first, behind), SOON)).containsExactly(1, 2);
    PlacementGroups.removePlacementGroup(group.getId());
  }

  @Test
  void anActorLivesInItsGroup() {
    PlacementGroup group = group(PlacementStrategy.PACK, 1);
    ActorHandle<Member> actor =
        Ray.actor(Member::new).setCpus(1).setPlacementGroup(group, 0).remote();
    assertThat(actor.task(Member::one).remote().get(SOON)).isEqualTo(1);
    ObjectRef<Integer> noRoom = Ray.task(() -> 1).setPlacementGroup(group).remote();
    assertThat(isReady(noRoom, A_MOMENT)).isFalse();

    actor.kill();

    assertThat(noRoom.get(SOON)).isEqualTo(1);
    PlacementGroups.removePlacementGroup(group.getId());
  }

  @Test
  void aGroupThatIsRemovedBeforeItsResourcesCameLeavesTheQueue() {
    ObjectRef<Integer> holder = Ray.task(PlacementTest::afterGate).setCpus(3).remote();
    await().until(() -> SharedNode.freeCpus() == 1);
    PlacementGroup large = group(PlacementStrategy.PACK, 4);
    assertThat(large.wait(A_MOMENT)).isFalse();
    ObjectRef<Integer> heldUp =
        Ray.task(() -> 2).remote(); // the group has waited too long to be passed

    PlacementGroups.removePlacementGroup(large.getId());

    assertThat(heldUp.get(SOON)).isEqualTo(2);
    gate.countDown();
    assertThat(holder.get(SOON)).isEqualTo(1);
    await().until(() -> SharedNode.freeCpus() == 4);
    assertThat(large.getState()).isEqualTo(PlacementGroupState.REMOVED);
  }

  @Test
  void badGroupsAreRefusedByTheBuilder() {
    assertThatThrownBy(() -> group(PlacementStrategy.PACK, -1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CPU", "-1.0");
    assertThatThrownBy(() -> group(PlacementStrategy.PACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bundle");
    assertThatThrownBy(() -> new PlacementGroupCreationOptions.Builder().setName("\t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }
}
