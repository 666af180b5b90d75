package org.akkaray.runtime.scheduler.placement;

import static org.akkaray.runtime.scheduler.placement.Nodes.FOUR;
import static org.akkaray.runtime.scheduler.placement.Nodes.ONE;
import static org.akkaray.runtime.scheduler.placement.Nodes.SCHEDULER;
import static org.akkaray.runtime.scheduler.placement.Nodes.busy;
import static org.akkaray.runtime.scheduler.placement.Nodes.get;
import static org.akkaray.runtime.scheduler.placement.Nodes.id;
import static org.akkaray.runtime.scheduler.placement.Nodes.node;
import static org.akkaray.runtime.scheduler.placement.Nodes.view;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.options.SchedulingStrategy.NodeAffinity;
import org.akkaray.options.SchedulingStrategy.NodeLabels;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.junit.jupiter.api.Test;

class ActorPlacementTest {
  private static final PlacementRequest NO_CPU = PlacementRequest.of(ResourceSet.EMPTY);
  private static final PlacementRequest ONE_CPU = PlacementRequest.of(ONE);

  private final ActorPlacement policy = new ActorPlacement(new SplittableRandom(5));

  private UniqueId place(PlacementRequest request, ClusterView view) {
    Placement placement = policy.choose(request, view);
    assertThat(placement).isInstanceOf(Placement.OnNode.class);
    return ((Placement.OnNode) placement).node();
  }

  private void create(int actors, PlacementRequest request, ClusterView view) {
    for (int i = 0; i < actors; i++) {
      view.placedActor(place(request, view), request.demand());
    }
  }

  @Test
  void actorsWithoutCpusAreSpreadByWhatNodesHave() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR), node(3, ResourceSet.cpus(8)));
    create(400, NO_CPU, view);
    assertThat(get(view, 1).actors()).isEqualTo(100);
    assertThat(get(view, 2).actors()).isEqualTo(100);
    assertThat(get(view, 3).actors()).isEqualTo(200);
  }

  @Test
  void spreadActorsAreEqualInNumberWhateverNodesHave() {
    ClusterView view = view(node(1, ONE), node(2, FOUR), node(3, ResourceSet.cpus(64)));
    create(30, NO_CPU.withStrategy(SchedulingStrategy.SPREAD), view);
    assertThat(view.nodes()).allSatisfy(node -> assertThat(node.actors()).isEqualTo(10));
  }

  @Test
  void tenThousandActorsOnAThousandNodesAreEven() {
    ClusterView view = new ClusterView(SCHEDULER);
    for (int i = 1; i <= 1000; i++) {
      view.apply(node(i, FOUR).build());
    }
    create(10_000, NO_CPU, view);
    assertThat(view.nodes()).allSatisfy(node -> assertThat(node.actors()).isEqualTo(10));
  }

  @Test
  void whatNodesReportOfTheirActorsCounts() {
    ClusterView view = view(node(1, FOUR).actors(7), node(2, FOUR).actors(3));
    create(4, NO_CPU, view);
    assertThat(get(view, 2).actors()).isEqualTo(7);
  }

  @Test
  void amongNodesWithAsManyActorsTheLeastUsedWins() {
    assertThat(place(NO_CPU, view(busy(1, 4, 9), node(2, FOUR)))).isEqualTo(id(2));
  }

  @Test
  void anActorWithResourcesGoesWhereTheyAreFreeNow() {
    ClusterView view = view(node(1, FOUR).actors(5), busy(2, 4, 0));
    assertThat(place(ONE_CPU, view)).isEqualTo(id(1));
  }

  @Test
  void whereOnlyTasksHoldTheResourcesItMayWait() {
    assertThat(place(ONE_CPU, view(busy(1, 4, 100)))).isEqualTo(id(1));
  }

  @Test
  void whereActorsAndGroupsHoldAllItIsNotPlaced() {
    ClusterView view =
        view(node(1, FOUR).free(ResourceSet.EMPTY).reserved(FOUR), node(2, ONE), node(3, ONE));
    view.placedBundle(id(3), ONE);
    create(1, ONE_CPU, view);
    assertThat(get(view, 2).actors()).isEqualTo(1);
    Placement none = policy.choose(ONE_CPU, view);
    assertThat(none).isInstanceOf(Placement.NotNow.class);
    assertThat(((Placement.NotNow) none).reason()).contains("3 nodes could have {CPU=1.0}");
    assertThat(policy.choose(NO_CPU, view)).isInstanceOf(Placement.OnNode.class);
  }

  @Test
  void aRestartedActorGoesToANodeThatIsNotDead() {
    ClusterView view = view(node(1, FOUR), node(2, FOUR).actors(99));
    assertThat(place(NO_CPU.excluding(Set.of(id(1))), view)).isEqualTo(id(2));
    assertThat(policy.choose(NO_CPU.excluding(Set.of(id(1), id(2))), view))
        .isInstanceOf(Placement.NotNow.class);
  }

  @Test
  void affinityAndLabelsAreKept() {
    ClusterView view =
        view(
            node(1, FOUR).actors(50).labels(Map.of("zone", "a")),
            node(2, FOUR).labels(Map.of("zone", "b")),
            node(3, ONE).reserved(ONE));
    assertThat(place(NO_CPU.withStrategy(new NodeAffinity(id(1), false)), view)).isEqualTo(id(1));
    assertThat(place(ONE_CPU.withStrategy(new NodeAffinity(id(3), true)), view)).isEqualTo(id(2));
    assertThat(policy.choose(ONE_CPU.withStrategy(new NodeAffinity(id(3), false)), view))
        .isInstanceOf(Placement.NotNow.class);
    assertThat(place(NO_CPU.withStrategy(new NodeLabels(Map.of("zone", "a"))), view))
        .isEqualTo(id(1));
    assertThat(place(NO_CPU.withStrategy(new NodeLabels(Map.of(), Map.of("zone", "a"))), view))
        .isEqualTo(id(1));
    assertThat(policy.choose(NO_CPU.withStrategy(new NodeLabels(Map.of("zone", "c"))), view))
        .isInstanceOf(Placement.Infeasible.class);
  }
}
