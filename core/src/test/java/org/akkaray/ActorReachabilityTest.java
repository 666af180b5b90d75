package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.options.ActorLifetime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An actor lives as long as somebody can call it, wherever the handle is; a detached one until it
 * is killed.
 */
@ExtendWith(OneNode.class)
class ActorReachabilityTest {
  private static final AtomicInteger STOPPED = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    STOPPED.set(0);
    gate = new CountDownLatch(1);
  }

  static class Counter extends RayActor {
    private int value;

    int add(int n) {
      return value += n;
    }

    int addAfterGate(int n) throws InterruptedException {
      gate.await();
      return value += n;
    }

    @Override
    protected void onStop() {
      STOPPED.incrementAndGet();
    }
  }

  static int late() throws InterruptedException {
    gate.await();
    return 5;
  }

  static int addThrough(ActorHandle<Counter> counter, int n) {
    return counter.task(Counter::add, n).remote().get();
  }

  static int addThroughMap(Map<String, List<ActorHandle<Counter>>> map, int n) {
    return addThrough(map.get("handles").getFirst(), n);
  }

  private static void expectThatNoneStops() {
    Awaitility.await()
        .during(OneNode.A_MOMENT)
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return STOPPED.get() == 0;
        });
  }

  private static void awaitStopped(int count) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return STOPPED.get() == count;
        });
  }

  @Test
  void aHandleThatTravelsAsAnArgumentKeepsItsActor() {
    ObjectRef<Integer> result =
        Ray.task(
                ActorReachabilityTest::addThrough,
                Ray.actor(Counter::new).remote(),
                Ray.task(ActorReachabilityTest::late).remote())
            .remote();

    expectThatNoneStops();
    gate.countDown();

    assertThat(result.get(SOON)).isEqualTo(5);
    awaitStopped(1);
  }

  @Test
  void aHandleInsideAValueKeepsItsActor() {
    Map<String, List<ActorHandle<Counter>>> map =
        Map.of("handles", List.of(Ray.actor(Counter::new).remote()));
    ObjectRef<Integer> inArgument =
        Ray.task(
                ActorReachabilityTest::addThroughMap,
                map,
                Ray.task(ActorReachabilityTest::late).remote())
            .remote();
    map = null;

    expectThatNoneStops();
    gate.countDown();

    assertThat(inArgument.get(SOON)).isEqualTo(5);
    awaitStopped(1);
  }

  @Test
  void aStoredHandleKeepsItsActor() {
    ObjectRef<List<ActorHandle<Counter>>> stored =
        Ray.put(List.of(Ray.actor(Counter::new).remote()));
    expectThatNoneStops();

    assertThat(addThrough(stored.get().getFirst(), 3)).isEqualTo(3);
    expectThatNoneStops();
    assertThat(addThrough(stored.get().getFirst(), 3)).isEqualTo(6);
    stored.get().getFirst().kill();
  }

  @Test
  void aCallThatIsUnderWayKeepsItsActor() {
    ObjectRef<Integer> result =
        Ray.actor(Counter::new).remote().task(Counter::addAfterGate, 7).remote();
    expectThatNoneStops();
    gate.countDown();

    assertThat(result.get(SOON)).isEqualTo(7);
    awaitStopped(1);
  }

  @Test
  void aDetachedActorStaysAndIsFoundByItsName() {
    Ray.actor(Counter::new)
        .setName("detached")
        .setLifetime(ActorLifetime.DETACHED)
        .remote()
        .task(Counter::add, 1)
        .remote()
        .get(SOON);

    expectThatNoneStops();

    Optional<ActorHandle<Counter>> found = Ray.getActor("detached");
    assertThat(found.orElseThrow().task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
    found.get().kill();
  }
}
