package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayActor;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.TaskCancelledException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Begin and end of a system, and several in one JVM. */
class SessionTest {
  private static final AtomicInteger STOPPED = new AtomicInteger();
  private static final AtomicInteger BLOCKED = new AtomicInteger();
  private static final AtomicInteger INTERRUPTED = new AtomicInteger();

  @BeforeEach
  void reset() {
    STOPPED.set(0);
    BLOCKED.set(0);
    INTERRUPTED.set(0);
  }

  static class Polite extends RayActor {
    int one() {
      return 1;
    }

    void shutDown() {
      Ray.shutdown();
    }

    @Override
    protected void onStop() {
      STOPPED.addAndGet(Ray.task(SessionTest::plusOne, Ray.put(0)).remote().get());
    }
  }

  static int one() {
    return 1;
  }

  static int plusOne(int n) {
    return n + 1;
  }

  static void shutDown() {
    Ray.shutdown();
  }

  static int block() throws InterruptedException {
    BLOCKED.incrementAndGet();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      INTERRUPTED.incrementAndGet();
    }
    return 1;
  }

  private static RaySession start() {
    return RaySession.start(RayConfig.builder().setCpus(1).build());
  }

  @Test
  void beforeInitEverythingSaysThatRayIsNotInitialized() {
    List<Runnable> uses =
        List.of(
            () -> Ray.task(SessionTest::one).remote(),
            () -> Ray.actor(Polite::new).remote(),
            () -> Ray.put(1),
            () -> Ray.getActor("a"),
            Ray::getRuntimeContext);
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Ray.init()");
    }
    assertThat(Ray.isInitialized()).isFalse();
  }

  @Test
  void aTaskOrAnActorCannotShutRayDown() {
    Ray.init(RayConfig.builder().setCpus(1).build());
    try {
      assertThatThrownBy(() -> Ray.task(SessionTest::shutDown).remote().get(SOON))
          .isInstanceOf(RayTaskException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasStackTraceContaining("only the driver");
      ActorHandle<Polite> actor = Ray.actor(Polite::new).remote();
      assertThatThrownBy(() -> actor.task(Polite::shutDown).remote().get())
          .hasStackTraceContaining("only the driver");

      assertThat(Ray.isInitialized()).isTrue();
      assertThat(Ray.task(SessionTest::one).remote().get(SOON)).isEqualTo(1);
    } finally {
      Ray.shutdown();
    }
    assertThat(Ray.isInitialized()).isFalse();
  }

  @Test
  void aTaskOfASessionShutsDownNeitherItsOwnSystemNorTheDefault() {
    Ray.init(RayConfig.builder().setCpus(1).build());
    try (RaySession session = start()) {
      session.run(() -> {
        assertThatThrownBy(() -> Ray.task(SessionTest::shutDown).remote().get(SOON))
            .hasStackTraceContaining("only the driver");
        assertThat(Ray.task(SessionTest::one).remote().get(SOON)).isEqualTo(1);
      });
      assertThat(Ray.task(SessionTest::one).remote().get(SOON)).isEqualTo(1);
    } finally {
      Ray.shutdown();
    }
  }

  @Test
  void whatWaitsForASystemThatEndsDoesNotWaitForEver() throws Exception {
    RaySession session = start();
    ObjectRef<Integer> running = session.call(() -> Ray.task(SessionTest::block).remote());
    Awaitility.await().atMost(SOON).until(() -> BLOCKED.get() == 1);
    ObjectRef<Integer> queued = session.call(() -> Ray.task(SessionTest::one).remote());
    ObjectRef<Integer> dependent =
        session.call(() -> Ray.task(SessionTest::plusOne, queued).remote());
    ObjectRef<Integer> impossible =
        session.call(() -> Ray.task(SessionTest::one).setCpus(9).remote());
    List<CompletableFuture<Integer>> futures =
        List.of(queued.toFuture(), dependent.toFuture(), impossible.toFuture());
    CompletableFuture<Object> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return impossible.get();
              } catch (RuntimeException e) {
                return e;
              }
            },
            Thread::startVirtualThread);

    session.close();
    session.close();

    assertThat(INTERRUPTED).hasValue(1);
    for (CompletableFuture<Integer> future : futures) {
      assertThat(future).failsWithin(SOON);
    }
    assertThat(reader)
        .succeedsWithin(SOON)
        .isInstanceOfAny(TaskCancelledException.class, IllegalStateException.class);
    assertThatThrownBy(running::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shut down");
    assertThatThrownBy(() -> session.call(() -> Ray.put(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shut down");
  }

  @Test
  void actorsAreToldWhenTheirNodeEndsWhichThenWaitsForThem() throws Exception {
    for (int round = 0; round < 3; round++) {
      STOPPED.set(0);
      RaySession session = start();
      List<ActorHandle<Polite>> actors = new ArrayList<>();
      session.run(() -> {
        for (int i = 0; i < 10; i++) {
          actors.add(Ray.actor(Polite::new).remote());
        }
        actors.add(Ray.actor(Polite::new).setName("named").remote());
        actors.forEach(a -> assertThat(a.task(Polite::one).remote().get(SOON)).isEqualTo(1));
        Ray.actor(Polite::new).setCpus(7).setName("never made").remote();
      });

      session.close();

      assertThat(STOPPED).hasValue(actors.size());
    }
  }

  @Test
  void whatBelongsToOneSessionIsRefusedByAnother() throws Exception {
    try (RaySession one = start();
        RaySession other = start()) {
      ObjectRef<Integer> ref = one.call(() -> Ray.put(1));
      ActorHandle<Polite> actor = one.call(() -> Ray.actor(Polite::new).remote());
      other.run(() -> {
        assertThatThrownBy(() -> Ray.get(ref))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(ref.getId().toString(), "another Ray session");
        assertThatThrownBy(() -> Ray.wait(List.of(ref)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("another Ray session");
        assertThatThrownBy(() -> Ray.task(SessionTest::plusOne, ref).remote())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("Argument 1", "plusOne", "another Ray session");
        assertThatThrownBy(() -> actor.task(Polite::one).remote())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("another Ray session");
      });
      assertThat(ref.get()).isEqualTo(1);
      one.run(() -> assertThat(actor.task(Polite::one).remote().get(SOON)).isEqualTo(1));
    }
  }

  @Test
  void anAddressWhereNobodyListensIsRefusedInOneSentence() {
    assertThatThrownBy(
            () -> RaySession.start(RayConfig.builder().setAddress("127.0.0.1:1").build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("127.0.0.1:1", "check that the cluster runs");
  }
}
