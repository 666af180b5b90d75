package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.A_MOMENT;
import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.call.TaskCaller;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.node.NodeProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resources limit what runs at once, and are given back by what waits. */
class ResourcesTest {
  @RegisterExtension
  static final SharedNode NODE =
      SharedNode.with(SharedNode.config(2).setGpus(1).setResource("licence", 1));

  private static final AtomicInteger INSIDE = new AtomicInteger();
  private static final AtomicInteger MOST_INSIDE = new AtomicInteger();
  private static final AtomicInteger BLOCKED = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    INSIDE.set(0);
    MOST_INSIDE.set(0);
    BLOCKED.set(0);
    gate = new CountDownLatch(1);
  }

  static int work(int n) {
    MOST_INSIDE.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
    for (int i = 0; i < 20_000; i++) {
      Thread.onSpinWait();
    }
    INSIDE.decrementAndGet();
    return n;
  }

  static int same(int n) {
    return n;
  }

  static int holdUntilGate(int n) throws InterruptedException {
    BLOCKED.incrementAndGet();
    gate.await();
    return n;
  }

  static int waitFor(List<ObjectRef<Integer>> refs) {
    BLOCKED.incrementAndGet();
    return refs.getFirst().get();
  }

  static int waitInWait(List<ObjectRef<Integer>> refs) {
    BLOCKED.incrementAndGet();
    return Ray.wait(refs, 1).getReady().size();
  }

  static int depth(int n) {
    return n == 0 ? 0 : 1 + Ray.task(ResourcesTest::depth, n - 1).remote().get();
  }

  static int wideThenDeep(int n) {
    if (n == 0) {
      return 1;
    }
    List<ObjectRef<Integer>> children =
        List.of(
            Ray.task(ResourcesTest::wideThenDeep, n - 1).setCpus(2).remote(),
            Ray.task(ResourcesTest::wideThenDeep, n - 1).setCpus(0.5).remote(),
            Ray.task(ResourcesTest::wideThenDeep, n - 1).remote());
    return Ray.get(children).stream().mapToInt(Integer::intValue).sum();
  }

  static class Holder {
    int waitFor(List<ObjectRef<Integer>> refs) {
      return ResourcesTest.waitFor(refs);
    }

    int one() {
      return 1;
    }
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static void noneReady(ObjectRef<Integer> ref) {
    assertThat(Ray.wait(List.of(ref), 1, A_MOMENT).getReady()).isEmpty();
  }

  private static int mostAtOnce(TaskCaller<Integer> caller) {
    MOST_INSIDE.set(0);
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      refs.add(caller.remote());
    }
    Ray.get(refs, SOON);
    return MOST_INSIDE.get();
  }

  @Test
  void noMoreTasksRunThanThereAreCpus() {
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1))).isBetween(1, 2);
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1).setCpus(2))).isEqualTo(1);
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1).setCpus(0.5))).isBetween(1, 4);
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1).setCpus(0).setResource("licence", 1.0)))
        .isEqualTo(1);
  }

  @Test
  void aTaskWaitingInGetOrWaitLendsItsCpusToOthers() {
    ObjectRef<Integer> late = Ray.task(ResourcesTest::holdUntilGate, 5).setCpus(0).remote();
    List<ObjectRef<Integer>> waiting =
        List.of(
            Ray.task(ResourcesTest::waitFor, List.of(late)).setCpus(2).remote(),
            Ray.task(ResourcesTest::waitInWait, List.of(late)).setCpus(2).remote());
    await().until(() -> BLOCKED.get() == 3);

    assertThat(Ray.task(ResourcesTest::work, 1).setCpus(2).remote().get(SOON)).isEqualTo(1);
    gate.countDown();
    assertThat(Ray.get(waiting, SOON)).containsExactly(5, 1);
  }

  @Test
  void aTaskThatWaitsKeepsItsOtherResources() {
    ObjectRef<Integer> late = Ray.task(ResourcesTest::holdUntilGate, 5).setCpus(0).remote();
    ObjectRef<Integer> waiting =
        Ray.task(ResourcesTest::waitFor, List.of(late)).setGpus(1).remote();
    await().until(() -> BLOCKED.get() == 2);
    ObjectRef<Integer> wantsGpu = Ray.task(ResourcesTest::work, 1).setGpus(1).remote();

    noneReady(wantsGpu);
    gate.countDown();
    assertThat(waiting.get(SOON)).isEqualTo(5);
    assertThat(wantsGpu.get(SOON)).isEqualTo(1);
  }

  @Test
  void anActorThatWaitsLendsItsCpusAndHasThemAgainAfterwards() {
    ActorHandle<Holder> actor = Ray.actor(Holder::new).setCpus(2).remote();
    ObjectRef<Integer> late = Ray.task(ResourcesTest::holdUntilGate, 5).setCpus(0).remote();
    ObjectRef<Integer> waiting = actor.task(Holder::waitFor, List.of(late)).remote();
    await().until(() -> BLOCKED.get() == 2);

    assertThat(Ray.task(ResourcesTest::work, 1).setCpus(2).remote().get(SOON)).isEqualTo(1);
    gate.countDown();
    assertThat(waiting.get(SOON)).isEqualTo(5);
    noneReady(Ray.task(ResourcesTest::work, 1).remote());
    actor.kill();
  }

  @Test
  void anActorThatIsKilledWhileItWaitsGivesItsCpusBackOnce() {
    ActorHandle<Holder> actor = Ray.actor(Holder::new).setCpus(2).remote();
    ObjectRef<Integer> late = Ray.task(ResourcesTest::holdUntilGate, 5).setCpus(0).remote();
    actor.task(Holder::waitFor, List.of(late)).remote();
    await().until(() -> BLOCKED.get() == 2);

    actor.kill();
    gate.countDown();

    await().until(() -> SharedNode.freeCpus() == 2);
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1))).isLessThanOrEqualTo(2);
    await().until(() -> SharedNode.freeCpus() == 2); // the last worker is still on its way out
  }

  @Test
  void anActorWaitsForItsResourcesAndItsCallsWithIt() {
    ActorHandle<Holder> first = Ray.actor(Holder::new).setResource("licence", 1.0).remote();
    assertThat(first.task(Holder::one).remote().get(SOON)).isEqualTo(1);
    ActorHandle<Holder> second = Ray.actor(Holder::new).setResource("licence", 1.0).remote();
    ObjectRef<Integer> call = second.task(Holder::one).remote();
    noneReady(call);
    assertThatThrownBy(() -> call.get(50)).hasMessageContainingAll("Holder.one", "licence");

    first.kill();

    assertThat(call.get(SOON)).isEqualTo(1);
    second.kill();
  }

  @Test
  void anActorThatIsKilledBeforeItHasItsResourcesLeavesTheQueue() {
    ActorHandle<Holder> first = Ray.actor(Holder::new).setResource("licence", 1.0).remote();
    assertThat(first.task(Holder::one).remote().get(SOON)).isEqualTo(1);
    ActorHandle<Holder> second = Ray.actor(Holder::new).setResource("licence", 1.0).remote();
    ObjectRef<Integer> call = second.task(Holder::one).remote();

    second.kill();
    assertThatThrownBy(() -> call.get(SOON)).hasMessageContaining("killed");
    await().until(() -> NodeProbe.leftovers(CurrentRuntime.get()).size() == 1); // what first holds
    first.kill();

    assertThat(Ray.task(ResourcesTest::work, 3).setResource("licence", 1.0).remote().get(SOON))
        .isEqualTo(3);
  }

  @Test
  void aRecursionOfTwoThousandLevelsEnds() {
    assertThat(Ray.task(ResourcesTest::depth, 2_000).remote().get()).isEqualTo(2_000);
    assertThat(Ray.task(ResourcesTest::depth, 2_000).setCpus(2).remote().get(SOON))
        .isEqualTo(2_000);
  }

  @Test
  void aTreeOfTasksOfDifferentSizesEnds() {
    assertThat(Ray.task(ResourcesTest::wideThenDeep, 6).remote().get(SOON)).isEqualTo(729);
  }

  @Test
  void tenThousandTasksMayWaitAtOnce() {
    ObjectRef<Integer> late = Ray.task(ResourcesTest::holdUntilGate, 1).setCpus(0).remote();
    List<ObjectRef<Integer>> late1 = List.of(late);
    List<ObjectRef<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      waiting.add(Ray.task(ResourcesTest::waitFor, late1).remote());
    }
    await().until(() -> BLOCKED.get() == 10_001);
    gate.countDown();

    assertThat(Ray.get(waiting, SOON)).hasSize(10_000).containsOnly(1);
    assertThat(mostAtOnce(Ray.task(ResourcesTest::work, 1))).isLessThanOrEqualTo(2);
  }

  @Test
  void aTaskWithTenThousandArgumentsInAListAndOneThatReturnsThreeThousandValues() {
    List<ObjectRef<Integer>> many =
        numbers(10_000).stream().map(n -> Ray.task(ResourcesTest::same, n).remote()).toList();
    assertThat(Ray.get(many, SOON)).isEqualTo(numbers(10_000));
    assertThat(
            Ray.get(
                Ray.multiTask(ResourcesTest::numbers, 3_000).setNumReturns(3_000).remote(), SOON))
        .isEqualTo(numbers(3_000));
  }

  @Test
  void whatTheNodeCannotMeetIsNamedWhenItIsToFailFast() {
    assertThatThrownBy(
            () -> Ray.task(ResourcesTest::work, 1).setGpus(2).setFailFast(true).remote().get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContainingAll("ResourcesTest.work", "GPU=2.0", "GPU=1.0");
    assertThatThrownBy(() -> Ray.actor(Holder::new).setCpus(3).setFailFast(true).remote())
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContainingAll("CPU=3.0", "CPU=2.0");
  }
}
