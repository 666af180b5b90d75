package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.TaskCancelledException;
import org.akkaray.id.UniqueId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver without CPUs whose actors live on another node of the same JVM. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RemoteActorsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);
  private static final AtomicInteger YIELDED = new AtomicInteger();
  private static JobRuntime head;
  private static RaySession driver;

  @BeforeAll
  static void begin() {
    head = NodeBootstrap.startNode(RayConfig.builder().setNodeName("head").setCpus(2).build());
    driver =
        RaySession.start(
            RayConfig.connect(
                "127.0.0.1:" + head.open().node().member().membership().self().record().port()));
  }

  @AfterAll
  static void end() {
    driver.close();
    head.close();
  }

  static class Counter {
    private int value;
    private final List<Integer> seen = new ArrayList<>();

    Counter(int start) {
      value = start;
    }

    int add(int n) {
      seen.add(n);
      return value += n;
    }

    List<Integer> seen() {
      return seen;
    }

    UniqueId where() {
      return Ray.getRuntimeContext().getCurrentNodeId();
    }

    int fail(String message) {
      throw new IllegalStateException(message);
    }

    int sleep() throws InterruptedException {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        INTERRUPTED.countDown();
        throw e;
      }
      return 0;
    }

    int exit() {
      Ray.exitActor();
      return 0;
    }

    CompletableFuture<Integer> later() {
      return CompletableFuture.supplyAsync(() -> value);
    }

    List<Integer> three() {
      return List.of(1, 2, 3);
    }

    Iterator<Integer> count(int n) {
      return IntStream.range(0, n).peek(i -> YIELDED.incrementAndGet()).boxed().iterator();
    }

    Iterator<Integer> failAt(int n) {
      return IntStream.iterate(0, i -> i + 1).map(i -> 10 / (n - i)).boxed().iterator();
    }

    int restarts() {
      return Ray.getRuntimeContext().wasCurrentActorRestarted() ? 1 : 0;
    }
  }

  static class Broken {
    Broken() {
      throw new IllegalArgumentException("broken");
    }

    int call() {
      return 1;
    }
  }

  static int slowly(int value) throws InterruptedException {
    Thread.sleep(300);
    return value;
  }

  static int addThrough(ActorHandle<Counter> counter, int n) {
    return counter.task(Counter::add, n).remote().get();
  }

  static ActorHandle<Counter> create(int start) {
    return Ray.actor(Counter::new, start).remote();
  }

  private static <T> T inDriver(Callable<T> code) throws Exception {
    return driver.call(code);
  }

  private static int actorsOfHead() {
    return head.open().node().actorTable().all().size();
  }

  @Test
  void anActorLivesWhereTheCpusAre() throws Exception {
    UniqueId headId = head.open().node().record().id();
    assertThat(
            inDriver(
                () -> Ray.actor(Counter::new, 1).remote().task(Counter::where).remote().get(SOON)))
        .isEqualTo(headId);
  }

  @Test
  void callsOfOneCallerStayInOrderAlsoWhenAnArgumentComesLater() throws Exception {
    List<Integer> seen =
        inDriver(() -> {
          ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).remote();
          counter.task(Counter::add, Ray.task(RemoteActorsTest::slowly, 0).remote()).remote();
          for (int i = 1; i < 2_000; i++) {
            counter.task(Counter::add, i).remote();
          }
          return counter.task(Counter::seen).remote().get(SOON);
        });
    assertThat(seen).isEqualTo(IntStream.range(0, 2_000).boxed().toList());
  }

  @Test
  void aConstructorsArgumentMayComeLater() throws Exception {
    assertThat(
            inDriver(() -> {
              ObjectRef<Integer> start = Ray.task(RemoteActorsTest::slowly, 40).remote();
              ActorHandle<Counter> counter = Ray.actor(Counter::new, start).remote();
              return counter.task(Counter::add, 2).remote().get(SOON);
            }))
        .isEqualTo(42);
  }

  @Test
  void whatAMethodThrowsArrivesWithItsCause() {
    assertThatThrownBy(
            () -> inDriver(() -> create(1).task(Counter::fail, "no luck").remote().get(SOON)))
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("head")
        .hasRootCauseMessage("no luck");
  }

  @Test
  void severalReturnsAndFutures() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> counter = create(7);
      assertThat(
              counter.multiTask(Counter::three).setNumReturns(3).remote().stream()
                  .map(ref -> ref.get(SOON))
                  .toList())
          .containsExactly(1, 2, 3);
      assertThat(counter.task(Counter::later).remote().get(SOON).get()).isEqualTo(7);
      return null;
    });
  }

  @Test
  void aConstructorThatFailsFailsAllCalls() {
    assertThatThrownBy(() ->
            inDriver(() -> Ray.actor(Broken::new).remote().task(Broken::call).remote().get(SOON)))
        .isInstanceOf(ActorDiedException.class)
        .hasRootCauseMessage("broken");
  }

  @Test
  void aKilledActorIsGoneAndARestartedOneIsNot() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> once = create(1);
      assertThat(once.task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
      once.kill(true);
      assertThatThrownBy(() -> once.task(Counter::add, 1).remote().get(SOON))
          .isInstanceOf(ActorDiedException.class);
      ActorHandle<Counter> again = Ray.actor(Counter::new, 5).setMaxRestarts(1).remote();
      assertThat(again.task(Counter::add, 1).remote().get(SOON)).isEqualTo(6);
      again.kill(false);
      assertThat(again.task(Counter::add, 1).remote().get(SOON)).isEqualTo(6);
      assertThat(again.task(Counter::restarts).remote().get(SOON)).isEqualTo(1);
      return null;
    });
  }

  @Test
  void anActorThatEndsItselfIsGone() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> counter = create(1);
      assertThatThrownBy(() -> counter.task(Counter::exit).remote().get(SOON))
          .isInstanceOf(ActorDiedException.class);
      assertThatThrownBy(() -> counter.task(Counter::add, 1).remote().get(SOON))
          .isInstanceOf(ActorDiedException.class);
      return null;
    });
  }

  @Test
  void aCancelledCallIsInterruptedThere() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> counter = create(1);
      assertThat(counter.task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
      ObjectRef<Integer> sleeping = counter.task(Counter::sleep).remote();
      ObjectRef<Integer> behind = counter.task(Counter::add, 1).remote();
      Thread.sleep(200);
      sleeping.cancel();
      assertThatThrownBy(() -> sleeping.get(SOON)).isInstanceOf(TaskCancelledException.class);
      assertThat(behind.get(SOON)).isEqualTo(3);
      return null;
    });
    assertThat(INTERRUPTED.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void noMoreCallsMayWaitThanTheCallerAllowed() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> counter = Ray.actor(Counter::new, 1).setMaxPendingCalls(2).remote();
      ObjectRef<Integer> sleeping = counter.task(Counter::sleep).remote();
      counter.task(Counter::add, 1).remote();
      assertThatThrownBy(() -> counter.task(Counter::add, 1).remote())
          .isInstanceOf(PendingCallsLimitExceededException.class);
      sleeping.cancel();
      return null;
    });
  }

  private static <E> List<E> all(Iterator<ObjectRef<E>> generator) {
    List<E> values = new ArrayList<>();
    generator.forEachRemaining(ref -> values.add(ref.get(SOON)));
    return values;
  }

  @Test
  void aGeneratorOfAnActorYieldsAsItsCallerTakes() throws Exception {
    YIELDED.set(0);
    inDriver(() -> {
      ActorHandle<Counter> counter = create(1);
      try (ObjectRefGenerator<Integer> numbers =
          counter.generatorTask(Counter::count, 300).setGeneratorBackpressure(4).remote()) {
        for (int i = 0; i < 10; i++) {
          assertThat(numbers.next().get(SOON)).isEqualTo(i);
        }
        await().during(Duration.ofMillis(300)).until(() -> YIELDED.get() <= 15);
        ObjectRef<Integer> behind = counter.task(Counter::add, 1).remote();
        assertThat(Ray.wait(List.of(behind), 1, Duration.ZERO).getReady()).isEmpty();
        assertThat(all(numbers)).isEqualTo(IntStream.range(10, 300).boxed().toList());
        assertThat(behind.get(SOON)).isEqualTo(2);
      }
      return null;
    });
  }

  @Test
  void aFailureOfAnActorsGeneratorComesAfterWhatItYieldedBefore() throws Exception {
    inDriver(() -> {
      try (ObjectRefGenerator<Integer> numbers =
          create(1).generatorTask(Counter::failAt, 3).remote()) {
        for (int i = 0; i < 3; i++) {
          assertThat(numbers.next().get(SOON)).isEqualTo(10 / (3 - i));
        }
        assertThatThrownBy(() -> numbers.next().get(SOON)).isInstanceOf(RayTaskException.class);
        assertThat(numbers.hasNext()).isFalse();
      }
      return null;
    });
  }

  @Test
  void aGeneratorOfARestartedActorYieldsNothingTwice() throws Exception {
    inDriver(() -> {
      ActorHandle<Counter> counter =
          Ray.actor(Counter::new, 1).setMaxRestarts(1).setMaxTaskRetries(1).remote();
      try (ObjectRefGenerator<Integer> numbers =
          counter.generatorTask(Counter::count, 50).setGeneratorBackpressure(4).remote()) {
        for (int i = 0; i < 10; i++) {
          assertThat(numbers.next().get(SOON)).isEqualTo(i);
        }
        counter.kill(false);
        assertThat(all(numbers)).isEqualTo(IntStream.range(10, 50).boxed().toList());
      }
      return null;
    });
  }

  @Test
  void aHandleWorksInATaskOfAnotherNode() throws Exception {
    assertThat(
            inDriver(
                () -> Ray.task(RemoteActorsTest::addThrough, create(40), 2).remote().get(SOON)))
        .isEqualTo(42);
  }

  @Test
  void aHandleThatATaskReturnsWorksHere() throws Exception {
    assertThat(
            inDriver(() -> {
              ActorHandle<Counter> counter =
                  Ray.task(RemoteActorsTest::create, 40).remote().get(SOON);
              return counter.task(Counter::add, 2).remote().get(SOON);
            }))
        .isEqualTo(42);
  }

  @Test
  void anActorThatNobodyHoldsEndsOnItsNode() throws Exception {
    await()
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return actorsOfHead() == 0;
        });
    inDriver(() -> {
      assertThat(create(1).task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
      return null;
    });
    await()
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return actorsOfHead() == 0;
        });
  }
}
