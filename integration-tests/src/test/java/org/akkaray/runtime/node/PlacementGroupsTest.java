package org.akkaray.runtime.node;

import static org.akkaray.runtime.node.NodesInOneJvm.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.PlacementGroups;
import org.akkaray.Ray;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Placement groups over nodes of two CPUs each. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PlacementGroupsTest {
  private static NodesInOneJvm nodes;

  @BeforeAll
  static void begin() {
    nodes = new NodesInOneJvm(true, 16L << 20, "a", "b");
  }

  @AfterAll
  static void end() {
    nodes.close();
  }

  @AfterEach
  void allResourcesAreBack() {
    nodes.awaitAllFree();
  }

  private static PlacementGroup create(PlacementStrategy strategy, int bundles, double cpus) {
    return PlacementGroups.createPlacementGroup(
        new PlacementGroupCreationOptions.Builder()
            .setBundles(Collections.nCopies(bundles, Map.of("CPU", cpus)))
            .setStrategy(strategy)
            .build());
  }

  static UniqueId where() {
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  private static Set<UniqueId> nodesOf(PlacementGroup group) {
    List<ObjectRef<UniqueId>> places = new ArrayList<>();
    for (int i = 0; i < group.getBundles().size(); i++) {
      places.add(Ray.task(PlacementGroupsTest::where).setPlacementGroup(group, i).remote());
    }
    Set<UniqueId> found = new HashSet<>();
    places.forEach(place -> found.add(place.get(SOON)));
    return found;
  }

  private static Set<UniqueId> both() {
    return Set.of(NodesInOneJvm.id(nodes.node(0)), NodesInOneJvm.id(nodes.node(1)));
  }

  @Test
  void eachStrategyPutsItsBundlesWhereItSays() throws Exception {
    nodes.inDriver(() -> {
      Map<PlacementStrategy, Integer> expected =
          Map.of(
              PlacementStrategy.PACK, 1,
              PlacementStrategy.STRICT_PACK, 1,
              PlacementStrategy.SPREAD, 2,
              PlacementStrategy.STRICT_SPREAD, 2);
      for (var one : expected.entrySet()) {
        PlacementGroup group = create(one.getKey(), 2, 1.0);
        assertThat(group.wait(SOON)).as("%s", one.getKey()).isTrue();
        assertThat(group.getState()).isEqualTo(PlacementGroupState.CREATED);
        assertThat(nodesOf(group)).as("%s", one.getKey()).hasSize(one.getValue());
        PlacementGroups.removePlacementGroup(group.getId());
        nodes.awaitAllFree();
      }
      return 0;
    });
  }

  @Test
  void aGroupLargerThanOneNodeTakesAllOfBoth() throws Exception {
    nodes.inDriver(() -> {
      PlacementGroup group = create(PlacementStrategy.PACK, 4, 1.0);
      assertThat(group.wait(SOON)).isTrue();
      assertThat(nodesOf(group)).isEqualTo(both());
      ObjectRef<UniqueId> outside = Ray.task(PlacementGroupsTest::where).remote();
      assertThat(Ray.wait(List.of(outside), 1, 300).getReady()).isEmpty();
      PlacementGroups.removePlacementGroup(group.getId());
      assertThat(outside.get(SOON)).isIn(both());
      return 0;
    });
  }

  @Test
  void aGroupWaitsForWhatAnotherHoldsAndHoldsNothingMeanwhile() throws Exception {
    nodes.inDriver(() -> {
      PlacementGroup first = create(PlacementStrategy.STRICT_PACK, 1, 2.0);
      assertThat(first.wait(SOON)).isTrue();
      PlacementGroup second = create(PlacementStrategy.STRICT_SPREAD, 2, 2.0);
      assertThat(second.wait(Duration.ofMillis(500))).isFalse();
      assertThat(second.getState()).isEqualTo(PlacementGroupState.PENDING);
      assertThat(Ray.task(PlacementGroupsTest::where).remote().get(SOON)).isIn(both());
      PlacementGroups.removePlacementGroup(first.getId());
      assertThat(second.wait(SOON)).isTrue();
      PlacementGroups.removePlacementGroup(second.getId());
      assertThat(second.getState()).isEqualTo(PlacementGroupState.REMOVED);
      return 0;
    });
  }

  static boolean createsAndUses(PlacementGroup outer) {
    assertThat(outer.wait(SOON)).isTrue();
    PlacementGroup found = PlacementGroups.getPlacementGroup(outer.getId());
    assertThat(found.getState()).isEqualTo(PlacementGroupState.CREATED);
    assertThat(PlacementGroups.getPlacementGroup("outer").getId()).isEqualTo(outer.getId());
    assertThatThrownBy(() ->
            PlacementGroups.createPlacementGroup(
                new PlacementGroupCreationOptions.Builder()
                    .setName("outer")
                    .setBundles(List.of(Map.of("CPU", 1.0)))
                    .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outer");
    PlacementGroup inner = create(PlacementStrategy.PACK, 1, 1.0);
    assertThat(inner.wait(SOON)).isTrue();
    assertThat(PlacementGroups.getAllPlacementGroups()).hasSize(2);
    assertThat(Ray.task(PlacementGroupsTest::where).setPlacementGroup(inner, 0).remote().get(SOON))
        .isIn(both());
    PlacementGroups.removePlacementGroup(inner.getId());
    assertThat(PlacementGroups.getPlacementGroup(inner.getId())).isNull();
    return Ray.task(PlacementGroupsTest::where).setPlacementGroup(outer, 0).remote().get(SOON)
        != null;
  }

  @Test
  void aTaskOnAnotherNodeUsesFindsMakesAndRemovesGroupsOfItsJob() throws Exception {
    nodes.inDriver(() -> {
      PlacementGroup outer =
          PlacementGroups.createPlacementGroup(
              new PlacementGroupCreationOptions.Builder()
                  .setName("outer")
                  .setBundles(List.of(Map.of("CPU", 1.0)))
                  .build());
      assertThat(
              Ray.task(PlacementGroupsTest::createsAndUses, outer)
                  .setResource("b", 1.0)
                  .remote()
                  .get(SOON))
          .isTrue();
      PlacementGroups.removePlacementGroup(outer.getId());
      return 0;
    });
  }

  @Test
  void whatNoClusterCanHaveStaysPendingUntilANodeComesThatHasIt() throws Exception {
    PlacementGroup group = nodes.inDriver(() -> create(PlacementStrategy.STRICT_SPREAD, 3, 1.0));
    assertThat(group.wait(Duration.ofMillis(300))).isFalse();
    JobRuntime c = nodes.add("c");
    assertThat(group.wait(SOON)).isTrue();

    nodes.end(c);
    await().atMost(SOON).until(() -> group.getState() == PlacementGroupState.RESCHEDULING);
    assertThat(group.wait(Duration.ofMillis(300))).isFalse();
    JobRuntime d = nodes.add("d");
    assertThat(group.wait(SOON)).isTrue();
    assertThat(nodes.inDriver(() -> nodesOf(group))).hasSize(3);
    nodes.inDriver(() -> {
      PlacementGroups.removePlacementGroup(group.getId());
      return 0;
    });
    nodes.awaitAllFree();
    nodes.end(d);
    nodes.awaitAllKnown();
  }

  @Test
  void manyGroupsComeAndGo() throws Exception {
    nodes.inDriver(() -> {
      for (int i = 0; i < 50; i++) {
        PlacementGroup group = create(PlacementStrategy.PACK, 2, 1.0);
        if (i % 3 != 0) {
          assertThat(group.wait(SOON)).isTrue();
        }
        PlacementGroups.removePlacementGroup(group.getId());
      }
      return 0;
    });
  }
}
