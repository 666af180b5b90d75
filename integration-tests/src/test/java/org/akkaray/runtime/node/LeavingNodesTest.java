package org.akkaray.runtime.node;

import static org.akkaray.runtime.node.NodesInOneJvm.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.PlacementGroups;
import org.akkaray.Ray;
import org.akkaray.RayActor;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that leaves in order: what lived there goes on elsewhere. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LeavingNodesTest {
  private static final Queue<Integer> CALLED = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger CONSTRUCTED = new AtomicInteger();
  private static volatile CountDownLatch begun;
  private static volatile CountDownLatch goOn;
  private static NodesInOneJvm nodes;
  private static int leavers;
  private JobRuntime leaver;

  @BeforeAll
  static void begin() {
    nodes = new NodesInOneJvm(true, 32L << 20, "stays");
  }

  @AfterAll
  static void end() {
    nodes.close();
  }

  @BeforeEach
  void oneMoreNode() {
    CALLED.clear();
    CONSTRUCTED.set(0);
    begun = new CountDownLatch(1);
    goOn = new CountDownLatch(1);
    leaver = nodes.add("leaver" + leavers++);
    nodes.awaitAllKnown();
  }

  @AfterEach
  void nothingIsLeft() {
    await()
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return NodesInOneJvm.parts(nodes.node(0)).actorTable().all().isEmpty();
        });
    nodes.awaitAllFree();
    nodes.awaitEmptyStores();
  }

  static class Counter {
    private int value;

    Counter(int start) {
      value = start;
      CONSTRUCTED.incrementAndGet();
    }

    int add(int n) {
      CALLED.add(n);
      return ++value;
    }

    int addWhenAllowed(int n) throws InterruptedException {
      begun.countDown();
      goOn.await();
      return add(n);
    }

    UniqueId where() {
      return Ray.getRuntimeContext().getCurrentNodeId();
    }

    int addAt(ActorHandle<Counter> other, int n) throws InterruptedException {
      begun.countDown();
      goOn.await();
      return other.task(Counter::add, n).remote().get(SOON);
    }
  }

  static class Threaded extends RayActor {
    private final Thread thread = Thread.currentThread();

    String name() {
      return thread.getName();
    }
  }

  private SchedulingStrategy there() {
    return new SchedulingStrategy.NodeAffinity(NodesInOneJvm.id(leaver), true);
  }

  private Thread leave() {
    return Thread.startVirtualThread(() -> nodes.leave(leaver, Duration.ofSeconds(40)));
  }

  @Test
  void anActorThatMayRestartIsConstructedElsewhereAndNoCallFailsOrLosesItsPlace() throws Exception {
    nodes.inDriver(() -> {
      ActorHandle<Counter> counter =
          Ray.actor(Counter::new, 0).setMaxRestarts(1).setSchedulingStrategy(there()).remote();
      assertThat(counter.task(Counter::where).remote().get(SOON))
          .isEqualTo(NodesInOneJvm.id(leaver));
      List<ObjectRef<Integer>> results = new ArrayList<>();
      Thread leaving = null;
      for (int i = 0; i < 3_000; i++) {
        results.add(counter.task(Counter::add, i).remote());
        if (i == 500) {
          leaving = leave();
        }
        if (i % 100 == 0) {
          Thread.sleep(10);
        }
      }
      Ray.get(results, SOON);
      leaving.join();
      assertThat(CALLED).containsExactlyElementsOf(IntStream.range(0, 3_000).boxed().toList());
      assertThat(CONSTRUCTED).hasValue(2);
      counter.kill(false); // it has its one restart yet
      assertThat(counter.task(Counter::add, 0).remote().get(SOON)).isOne();
      assertThat(counter.task(Counter::where).remote().get(SOON))
          .isEqualTo(NodesInOneJvm.id(nodes.node(0)));
      return null;
    });
  }

  @Test
  void anActorThatMayNotRestartTakesItsStateAlong() throws Exception {
    nodes.inDriver(() -> {
      ActorHandle<Counter> counter =
          Ray.actor(Counter::new, 0).setSchedulingStrategy(there()).remote();
      for (int i = 1; i <= 10; i++) {
        assertThat(counter.task(Counter::add, i).remote().get(SOON)).isEqualTo(i);
      }
      leave().join();
      assertThat(counter.task(Counter::add, 11).remote().get(SOON)).isEqualTo(11);
      assertThat(CONSTRUCTED).hasValue(1);
      return null;
    });
  }

  @Test
  void aCallThatRunsEndsFirstAndThoseBehindItFollowTheActor() throws Exception {
    nodes.inDriver(() -> {
      ActorHandle<Counter> counter =
          Ray.actor(Counter::new, 0).setSchedulingStrategy(there()).remote();
      ObjectRef<Integer> runs = counter.task(Counter::addWhenAllowed, 0).remote();
      begun.await();
      List<ObjectRef<Integer>> behind =
          IntStream.range(1, 50).mapToObj(i -> counter.task(Counter::add, i).remote()).toList();
      Thread leaving = leave();
      ObjectRef<UniqueId> last = counter.task(Counter::where).remote();
      await().atMost(SOON).until(() -> !leaving.isAlive() || CALLED.isEmpty());
      goOn.countDown();
      assertThat(runs.get(SOON)).isOne();
      assertThat(Ray.get(behind, SOON)).isEqualTo(IntStream.rangeClosed(2, 50).boxed().toList());
      assertThat(last.get(SOON)).isEqualTo(NodesInOneJvm.id(nodes.node(0)));
      assertThat(CALLED).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
      leaving.join();
      return null;
    });
  }

  @Test
  void anActorThatRunsFindsAnotherOfItsNodeWhereThatHasGone() throws Exception {
    nodes.inDriver(() -> {
      ActorHandle<Counter> caller =
          Ray.actor(Counter::new, 0).setSchedulingStrategy(there()).remote();
      ActorHandle<Counter> called =
          Ray.actor(Counter::new, 0).setSchedulingStrategy(there()).remote();
      assertThat(called.task(Counter::add, 1).remote().get(SOON)).isOne();
      ObjectRef<Integer> runs = caller.task(Counter::addAt, called, 2).remote();
      begun.await();
      Thread leaving = leave();
      await()
          .atMost(SOON)
          .until(() -> !NodesInOneJvm.parts(nodes.node(0)).actorTable().all().isEmpty());
      goOn.countDown();
      assertThat(runs.get(SOON)).isEqualTo(2);
      leaving.join();
      assertThat(called.task(Counter::add, 3).remote().get(SOON)).isEqualTo(3);
      return null;
    });
  }

  @Test
  void anActorThatCanNeitherRestartNorMoveEndsWithAReason() throws Exception {
    nodes.inDriver(() -> {
      ActorHandle<Threaded> actor =
          Ray.actor(Threaded::new).setSchedulingStrategy(there()).remote();
      assertThat(actor.task(Threaded::name).remote().get(SOON)).isNotNull();
      leave().join();
      assertThatThrownBy(() -> actor.task(Threaded::name).remote().get(SOON))
          .isInstanceOf(ActorDiedException.class)
          .hasMessageContaining("may not restart")
          .hasMessageContaining("thread");
      return null;
    });
  }

  static byte[] large(int value) {
    return LargeObjectsTest.bytes(1 << 20, value);
  }

  @Test
  void whatOnlyTheNodeHadIsReadWhereItWasCopied() throws Exception {
    nodes.inDriver(() -> {
      List<ObjectRef<byte[]>> results = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        results.add(Ray.task(LeavingNodesTest::large, i).setSchedulingStrategy(there()).remote());
      }
      assertThat(Ray.wait(results, 5, SOON).getReady()).hasSize(5);
      assertThat(NodesInOneJvm.store(leaver).objects()).isEqualTo(5);
      leave().join();
      for (int i = 0; i < 5; i++) {
        assertThat(results.get(i).get(SOON)).containsOnly(i);
      }
      return null;
    });
  }

  static UniqueId whereItEnds() throws InterruptedException {
    if (CONSTRUCTED.getAndIncrement() == 0) {
      begun.countDown();
      goOn.await();
    }
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  @Test
  void aTaskThatDoesNotEndInTimeRunsElsewhereAndThatIsNoRetry() throws Exception {
    nodes.inDriver(() -> {
      ObjectRef<UniqueId> result =
          Ray.task(LeavingNodesTest::whereItEnds)
              .setSchedulingStrategy(there())
              .setMaxRetries(0)
              .remote();
      begun.await();
      nodes.leave(leaver, Duration.ofSeconds(2));
      assertThat(result.get(SOON)).isEqualTo(NodesInOneJvm.id(nodes.node(0)));
      return null;
    });
  }

  static UniqueId where() {
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  @Test
  void bundlesOfTheNodeAreReservedElsewhere() throws Exception {
    nodes.inDriver(() -> {
      PlacementGroup group =
          PlacementGroups.createPlacementGroup(
              new PlacementGroupCreationOptions.Builder()
                  .setBundles(List.of(Map.of("CPU", 1.0), Map.of("CPU", 1.0)))
                  .setStrategy(PlacementStrategy.SPREAD)
                  .build());
      assertThat(group.wait(SOON)).isTrue();
      leave().join();
      for (int bundle = 0; bundle < 2; bundle++) {
        assertThat(
                Ray.task(LeavingNodesTest::where)
                    .setPlacementGroup(group, bundle)
                    .remote()
                    .get(SOON))
            .isEqualTo(NodesInOneJvm.id(nodes.node(0)));
      }
      PlacementGroups.removePlacementGroup(group.getId());
      return null;
    });
  }
}
