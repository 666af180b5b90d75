package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.WaitResult;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.RayException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code get} and {@code wait} do while there is no value, and what they say. */
class ReadingTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(1);

  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static volatile CountDownLatch started = new CountDownLatch(0);
  private static final AtomicReference<ObjectRef<Integer>> OWN = new AtomicReference<>();

  @BeforeEach
  void reset() {
    gate = new CountDownLatch(1);
    started = new CountDownLatch(1);
    OWN.set(null);
  }

  static int afterGate(int n) throws InterruptedException {
    started.countDown();
    gate.await();
    return n;
  }

  static int plusOne(int n) {
    return n + 1;
  }

  static int getMyself() {
    await().until(() -> OWN.get() != null);
    return OWN.get().get();
  }

  static class Slow {
    int afterGate(int n) throws InterruptedException {
      return ReadingTest.afterGate(n);
    }
  }

  static class SlowToMake {
    SlowToMake(int ignored) {}

    int one() {
      return 1;
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> timingOut(ObjectRef<?> ref) {
    return assertThatThrownBy(() -> ref.get(Duration.ofMillis(60)))
        .isInstanceOf(GetTimeoutException.class)
        .hasMessageContainingAll("PT0.06S", ref.getId().toString());
  }

  @Test
  void aTimeoutSaysWhereTheTaskRunsOrIsQueuedOrWhatItWaitsFor() throws Exception {
    ObjectRef<Integer> running = Ray.task(ReadingTest::afterGate, 1).remote();
    started.await();
    ObjectRef<Integer> queued = Ray.task(ReadingTest::plusOne, 1).setName("patient").remote();
    ObjectRef<Integer> dependent = Ray.task(ReadingTest::plusOne, running).remote();

    timingOut(running)
        .hasMessageContainingAll("ReadingTest.afterGate", "running on node node-one", "attempt");
    timingOut(queued).hasMessageContainingAll("task patient", "queued on node node-one", "CPU=1.0");
    timingOut(dependent)
        .hasMessageContainingAll("ReadingTest.plusOne", "argument 1", "ReadingTest.afterGate");
    gate.countDown();
    assertThat(Ray.get(List.of(running, queued, dependent), SOON)).containsExactly(1, 2, 2);
  }

  @Test
  void aTimeoutSaysWhatTheActorIsDoing() throws Exception {
    ActorHandle<Slow> actor = Ray.actor(Slow::new).setName("slow").remote();
    ObjectRef<Integer> running = actor.task(Slow::afterGate, 1).remote();
    started.await();
    ObjectRef<Integer> queued = actor.task(Slow::afterGate, 2).remote();
    ObjectRef<Integer> late = Ray.task(ReadingTest::afterGate, 1).remote();
    ActorHandle<SlowToMake> unmade = Ray.actor(SlowToMake::new, late).remote();
    ObjectRef<Integer> early = unmade.task(SlowToMake::one).remote();

    timingOut(running).hasMessageContainingAll("method Slow.afterGate", "running");
    timingOut(queued).hasMessageContainingAll("queued at actor", "Slow \"slow\"", "busy");
    timingOut(early).hasMessageContainingAll("SlowToMake.one", "queued at actor", "SlowToMake");
    gate.countDown();
    assertThat(Ray.get(List.of(running, queued, early), SOON)).containsExactly(1, 2, 1);
    actor.kill();
    unmade.kill();
  }

  @Test
  void aTaskThatWaitsForItsOwnResultIsToldOfTheDeadlock() {
    OWN.set(Ray.task(ReadingTest::getMyself).remote());

    assertThatThrownBy(() -> OWN.get().get(SOON))
        .cause()
        .isInstanceOf(RayException.class)
        .hasMessageContainingAll("Deadlock", "ReadingTest.getMyself");
  }

  @Test
  void aReaderThatIsInterruptedIsToldSoAndKeepsItsFlag() {
    ObjectRef<Integer> late = Ray.task(ReadingTest::afterGate, 1).remote();
    for (Supplier<Object> read :
        List.<Supplier<Object>>of(
            () -> late.get(SOON),
            () -> Ray.get(List.of(late), SOON),
            () -> Ray.wait(List.of(late), 1, SOON))) {
      AtomicReference<Thread> reader = new AtomicReference<>();
      CompletableFuture<Boolean> flag =
          NODE.async(() -> {
            reader.set(Thread.currentThread());
            assertThatThrownBy(read::get)
                .isInstanceOf(RayException.class)
                .hasMessageContaining("Interrupted")
                .hasCauseInstanceOf(InterruptedException.class);
            return Thread.currentThread().isInterrupted();
          });
      await().until(() -> reader.get() != null);
      reader.get().interrupt();
      assertThat(flag).succeedsWithin(SOON).isEqualTo(true);
    }
    gate.countDown();
    assertThat(late.get(SOON)).isEqualTo(1);
  }

  @Test
  void aCallThatAnInterruptedReaderHadBegunInItsPlaceIsNotLost() throws Exception {
    AtomicReference<ObjectRef<Integer>> ref = new AtomicReference<>();
    AtomicReference<Thread> reader = new AtomicReference<>();
    CompletableFuture<Boolean> flag =
        NODE.async(() -> {
          reader.set(Thread.currentThread());
          ref.set(Ray.task(ReadingTest::afterGate, 4).remote());
          assertThatThrownBy(() -> ref.get().get()).isInstanceOf(RayException.class);
          return Thread.currentThread().isInterrupted();
        });
    started.await();

    reader.get().interrupt();

    assertThat(flag).succeedsWithin(SOON).isEqualTo(true);
    gate.countDown();
    assertThat(ref.get().get(SOON)).isEqualTo(4);
  }

  @Test
  void waitReturnsTheFirstThatAreReadyInTheOrderOfItsArgument() {
    ActorHandle<Slow> actor = Ray.actor(Slow::new).remote();
    ObjectRef<Integer> late = actor.task(Slow::afterGate, 1).remote();
    ObjectRef<Integer> done = Ray.task(ReadingTest::plusOne, 1).setCpus(0).remote();
    ObjectRef<Integer> alsoDone = Ray.put(3);
    done.get();

    WaitResult<Integer> two = Ray.wait(List.of(late, alsoDone, done), 2, SOON);
    assertThat(two.getReady()).containsExactly(alsoDone, done);
    assertThat(two.getUnready()).containsExactly(late);
    WaitResult<Integer> one = Ray.wait(List.of(late, alsoDone, done), 1, SOON);
    assertThat(one.getReady()).containsExactly(alsoDone);
    assertThat(one.getUnready()).containsExactly(late, done);
    WaitResult<Integer> none = Ray.wait(List.of(late), 1, Duration.ZERO);
    assertThat(none.getReady()).isEmpty();
    gate.countDown();
    assertThat(Ray.wait(List.of(late, done), 2).getReady()).containsExactly(late, done);
    actor.kill();
  }

  @Test
  void waitWakesWithEachObjectThatComes() throws Exception {
    ActorHandle<Slow> actor = Ray.actor(Slow::new).remote();
    List<ObjectRef<Integer>> left = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      left.add(actor.task(Slow::afterGate, i).remote());
    }
    started.await();
    gate.countDown();
    int seen = 0;
    while (!left.isEmpty()) {
      WaitResult<Integer> result = Ray.wait(left, 1, SOON);
      assertThat(result.getReady()).hasSize(1);
      seen++;
      left = result.getUnready();
    }
    assertThat(seen).isEqualTo(500);
    actor.kill();
  }

  @Test
  void whatIsFreedIsLostWithItsReasonAlsoForThoseThatNeedIt() {
    ObjectRef<Integer> late = Ray.task(ReadingTest::afterGate, 1).remote();
    late.free();
    gate.countDown();
    assertThatThrownBy(() -> late.get(SOON))
        .isInstanceOfSatisfying(
            ObjectLostException.class, e -> assertThat(e.objectId).isEqualTo(late.getId()))
        .hasMessageContainingAll(late.getId().toString(), "freed");

    ObjectRef<Integer> dependent = Ray.task(ReadingTest::plusOne, late).remote();
    assertThatThrownBy(() -> dependent.get(SOON)).isInstanceOf(ObjectLostException.class);
  }
}
