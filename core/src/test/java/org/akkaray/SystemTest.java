package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtimecontext.NodeInfo;
import org.akkaray.runtimecontext.RuntimeContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Context, placement groups, several systems in one JVM. */
@ExtendWith(OneNode.class)
class SystemTest {

  private static final AtomicInteger RUNNING = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  static int afterGate() throws InterruptedException {
    RUNNING.incrementAndGet();
    gate.await();
    return 1;
  }

  static String whereAmI() {
    RuntimeContext context = Ray.getRuntimeContext();
    return context.getCurrentJobId() + " " + context.getCurrentTaskId();
  }

  static int gpuCount() {
    return Ray.getRuntimeContext().getGpuIds().size();
  }

  static String namespace() {
    return Ray.getRuntimeContext().getNamespace();
  }

  static String nested() {
    return Ray.task(SystemTest::namespace).remote().get();
  }

  private static PlacementGroup group(String name, double... cpus) {
    List<Map<String, Double>> bundles =
        Arrays.stream(cpus).mapToObj(cpu -> Map.of("CPU", cpu)).toList();
    return PlacementGroups.createPlacementGroup(
        new PlacementGroupCreationOptions.Builder()
            .setName(name)
            .setBundles(bundles)
            .setStrategy(PlacementStrategy.PACK)
            .build());
  }

  @Test
  void theDriverKnowsItsJobAndNode() {
    RuntimeContext context = Ray.getRuntimeContext();
    JobId job = context.getCurrentJobId();

    assertThat(job.isNil()).isFalse();
    assertThat(context.getCurrentTaskId()).isEqualTo(TaskId.forDriver(job));
    assertThat(context.getNamespace()).isEqualTo("tests");
    assertThat(context.getAttemptNumber()).isZero();
    assertThat(context.isLocalMode()).isFalse();
    assertThat(context.getGpuIds()).isEmpty();
    assertThat(context.getCurrentRuntimeEnv().isEmpty()).isTrue();
    NodeInfo node = context.getAllNodeInfo().getFirst();
    assertThat(context.getAllNodeInfo()).hasSize(1);
    assertThat(node.nodeId).isEqualTo(context.getCurrentNodeId());
    assertThat(node.isAlive).isTrue();
    assertThat(node.resources).containsEntry("CPU", 4.0).containsEntry("tpu", 2.0);
    assertThat(node.labels).containsEntry("zone", "a");
    assertThat(context.getCurrentNodeId()).isNotEqualTo(UniqueId.NIL);
  }

  @Test
  void aTaskKnowsItsJobAndItself() {
    JobId job = Ray.getRuntimeContext().getCurrentJobId();
    ObjectRef<String> ref = Ray.task(SystemTest::whereAmI).remote();

    assertThat(ref.get(SOON)).isEqualTo(job + " " + ref.getId().getTaskId());
    assertThat(ref.getId().getTaskId().getJobId()).isEqualTo(job);
  }

  @Test
  void aPlacementGroupReservesItsResources() {
    PlacementGroup group = group("reserved", 2, 1);
    assertThat(group.wait(20)).isTrue();
    assertThat(PlacementGroups.getPlacementGroup(group.getId()).getState())
        .isEqualTo(PlacementGroupState.CREATED);
    assertThat(PlacementGroups.getPlacementGroup("reserved").getId()).isEqualTo(group.getId());
    assertThat(PlacementGroups.getPlacementGroup("reserved", "tests").getBundles()).hasSize(2);
    assertThat(PlacementGroups.getPlacementGroup("reserved", "elsewhere")).isNull();
    assertThat(PlacementGroups.getAllPlacementGroups()).isNotEmpty();

    ObjectRef<Integer> outside = Ray.task(() -> 1).setCpus(2).remote();
    ObjectRef<Integer> inside = Ray.task(() -> 2).setCpus(2).setPlacementGroup(group, 0).remote();
    assertThat(inside.get(SOON)).isEqualTo(2);
    assertThat(Ray.task(() -> 3).setPlacementGroup(group).remote().get(SOON)).isEqualTo(3);
    assertThat(Ray.wait(List.of(outside), 1, OneNode.A_MOMENT).getReady()).isEmpty();

    PlacementGroups.removePlacementGroup(group.getId());
    PlacementGroups.removePlacementGroup(group.getId());

    assertThat(outside.get(SOON)).isEqualTo(1);
    assertThat(PlacementGroups.getPlacementGroup("reserved")).isNull();
  }

  @Test
  void aPlacementGroupWaitsForResources() {
    PlacementGroup first = group("first", 4);
    assertThat(first.wait(SOON)).isTrue();
    PlacementGroup second = group("second", 3);
    assertThat(second.wait(OneNode.A_MOMENT)).isFalse();
    assertThat(PlacementGroups.getPlacementGroup(second.getId()).getState())
        .isEqualTo(PlacementGroupState.PENDING);

    PlacementGroups.removePlacementGroup(first.getId());

    assertThat(second.wait(SOON)).isTrue();
    PlacementGroups.removePlacementGroup(second.getId());
  }

  @Test
  void aGroupThatIsRemovedWhileATaskRunsInItGivesItsResourcesBackOnce() {
    PlacementGroup group = group("used", 4);
    assertThat(group.wait(SOON)).isTrue();
    gate = new CountDownLatch(1);
    ObjectRef<Integer> inside =
        Ray.task(SystemTest::afterGate).setCpus(3).setPlacementGroup(group).remote();
    Awaitility.await().atMost(SOON).until(() -> RUNNING.get() == 1);

    PlacementGroups.removePlacementGroup(group.getId());
    gate.countDown();
    Ray.wait(List.of(inside), 1, SOON);

    for (int i = 0; i < 3; i++) {
      assertThat(Ray.task(() -> 1).setCpus(4).remote().get(SOON)).isEqualTo(1);
    }
    assertThatThrownBy(() -> Ray.task(() -> 1).setCpus(5).setFailFast(true).remote().get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class);
  }

  @Test
  void aBundleThatTheGroupDoesNotHaveIsRefused() {
    PlacementGroup group = group("small", 1);
    assertThatThrownBy(() -> Ray.task(() -> 1).setPlacementGroup(group, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("bundleIndex", "1");
    PlacementGroups.removePlacementGroup(group.getId());
  }

  @Test
  void initTwiceChangesNothing() {
    UniqueId node = Ray.getRuntimeContext().getCurrentNodeId();

    Ray.init();
    Ray.init(RayConfig.builder().setCpus(1).build());

    assertThat(Ray.getRuntimeContext().getCurrentNodeId()).isEqualTo(node);
    assertThat(Ray.isInitialized()).isTrue();
  }

  @Test
  void aSessionIsASystemOfItsOwn() throws Exception {
    RayConfig config = RayConfig.builder().setCpus(2).setGpus(2).setNamespace("session").build();
    ActorHandle<StringBuilder> ours =
        Ray.actor((String s) -> new StringBuilder(s), "x").setName("same-name").remote();
    try (RaySession session = RaySession.start(config)) {
      assertThat(session.<String>call(SystemTest::namespace)).isEqualTo("session");
      assertThat(session.<String>call(SystemTest::nested)).isEqualTo("session");
      assertThat(
              session.<Integer>call(() -> Ray.task(SystemTest::gpuCount).setGpus(2).remote().get()))
          .isEqualTo(2);
      Optional<BaseActorHandle> found = session.call(() -> Ray.getActor("same-name", "tests"));
      assertThat(found).isEmpty();
      session.run(() -> assertThat(Ray.put(3).get()).isEqualTo(3));
      assertThat(session.<Boolean>call(() -> Ray.task(Ray::isInitialized).remote().get())).isTrue();
      assertThat(namespace()).isEqualTo("tests");
      session.close();
    }
    assertThat(Ray.put(1).get()).isEqualTo(1);
    ours.kill();
  }

  @Test
  void referencesOfAnotherSystemAreRefused() throws Exception {
    ObjectRef<Integer> ours = Ray.put(1);
    try (RaySession session = RaySession.start(RayConfig.builder().setCpus(1).build())) {
      session.run(() ->
          assertThatThrownBy(() -> Ray.get(ours))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("session"));
    }
  }
}
