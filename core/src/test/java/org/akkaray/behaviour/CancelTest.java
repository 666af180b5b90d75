package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.RayException;
import org.akkaray.exception.TaskCancelledException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static final int INTERRUPTED_BY_MISTAKE = -1;
  private static final AtomicInteger BLOCKED = new AtomicInteger();
  private static final AtomicInteger INTERRUPTED = new AtomicInteger();
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    gate = new CountDownLatch(1);
    BLOCKED.set(0);
    INTERRUPTED.set(0);
    RUNS.set(0);
  }

  static int block(int n) throws InterruptedException {
    BLOCKED.incrementAndGet();
    try {
      gate.await();
      return n;
    } catch (InterruptedException e) {
      INTERRUPTED.incrementAndGet();
      throw e;
    }
  }

  /**
   * A run that sees an interrupt has been cancelled, so nobody may ever see the value that it
   * returns.
   */
  static int echo(int n) {
    return Thread.currentThread().isInterrupted() ? INTERRUPTED_BY_MISTAKE : n;
  }

  static int count(int n) {
    return RUNS.incrementAndGet();
  }

  static class Worker {
    int echo(int n) {
      return CancelTest.echo(n);
    }

    int block(int n) throws InterruptedException {
      return CancelTest.block(n);
    }
  }

  @Test
  void aTaskQueuedForACpuThatIsCancelledNeverRuns() {
    List<ObjectRef<Integer>> blockers =
        List.of(Ray.task(CancelTest::block, 1).remote(), Ray.task(CancelTest::block, 2).remote());
    await().until(() -> BLOCKED.get() == 2);
    ObjectRef<Integer> queued = Ray.task(CancelTest::count, 0).setName("queued one").remote();

    assertThat(queued.cancel()).isTrue();
    assertThat(queued.cancel()).isTrue();
    assertThatThrownBy(() -> queued.get(SOON))
        .isInstanceOf(TaskCancelledException.class)
        .hasMessageContaining("queued one");
    gate.countDown();

    assertThat(Ray.get(blockers, SOON)).containsExactly(1, 2);
    assertThat(Ray.task(CancelTest::count, 0).remote().get(SOON)).isEqualTo(1);
  }

  @Test
  void aTaskThatTheDriverRunsInItsGetCanBeCancelledFromElsewhere() {
    AtomicReference<ObjectRef<Integer>> ref = new AtomicReference<>();
    CompletableFuture<Integer> reader =
        NODE.async(() -> {
          ref.set(Ray.task(CancelTest::block, 1).remote());
          return ref.get().get();
        });
    await().until(() -> BLOCKED.get() == 1);

    ref.get().cancel();

    assertThat(reader)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(TaskCancelledException.class);
    await().until(() -> INTERRUPTED.get() == 1);
  }

  @Test
  void methodsOfActorsAreCancelledWhetherTheyRunOrWait() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).remote();
    ObjectRef<Integer> running = actor.task(Worker::block, 1).remote();
    ObjectRef<Integer> waiting = actor.task(Worker::block, 2).remote();
    ObjectRef<Integer> last = actor.task(Worker::echo, 3).remote();
    await().until(() -> BLOCKED.get() == 1);

    assertThat(waiting.cancel()).isTrue();
    assertThat(running.cancel()).isTrue();

    assertThat(last.get(SOON)).isEqualTo(3);
    assertThatThrownBy(() -> waiting.get(SOON)).isInstanceOf(TaskCancelledException.class);
    assertThatThrownBy(() -> running.get(SOON)).isInstanceOf(TaskCancelledException.class);
    assertThat(BLOCKED).hasValue(1);
    assertThat(INTERRUPTED).hasValue(1);
    actor.kill();
  }

  @Test
  void cancellingAFutureCancelsTheCall() {
    ObjectRef<Integer> ref = Ray.task(CancelTest::block, 1).remote();
    CompletableFuture<Integer> future = ref.toFuture();
    await().until(() -> BLOCKED.get() == 1);

    future.cancel(true);

    assertThatThrownBy(() -> ref.get(SOON)).isInstanceOf(TaskCancelledException.class);
    await().until(() -> INTERRUPTED.get() == 1);
  }

  @Test
  void inTenThousandRacesThereIsEitherTheValueOrTheCancellation() throws Exception {
    long seed = System.nanoTime();
    List<CompletableFuture<int[]>> racers = new ArrayList<>();
    ActorHandle<Worker> actor = Ray.actor(Worker::new).remote();
    for (int r = 0; r < 4; r++) {
      Random random = new Random(seed + r);
      boolean ofActor = r == 0;
      racers.add(NODE.async(() -> race(random, ofActor ? actor : null)));
    }
    int values = 0;
    int cancelled = 0;
    for (CompletableFuture<int[]> racer : racers) {
      int[] counts = racer.get(60, TimeUnit.SECONDS);
      values += counts[0];
      cancelled += counts[1];
    }
    assertThat(values + cancelled).as("seed %d", seed).isEqualTo(10_000);
    assertThat(values).as("seed %d", seed).isPositive();
    assertThat(cancelled).as("seed %d", seed).isPositive();
    actor.kill();
  }

  private static int[] race(Random random, ActorHandle<Worker> actor) throws Exception {
    int values = 0;
    int cancelled = 0;
    for (int i = 0; i < 2_500; i++) {
      int n = i;
      ObjectRef<Integer> ref =
          actor == null
              ? Ray.task(CancelTest::echo, n).remote()
              : actor.task(Worker::echo, n).remote();
      int delay = random.nextInt(60);
      CompletableFuture<Void> canceller =
          CompletableFuture.runAsync(
              () -> {
                for (int k = 0; k < delay * 20; k++) {
                  Thread.onSpinWait();
                }
                ref.cancel();
              },
              task -> Thread.startVirtualThread(task));
      Object first = outcome(ref, random.nextBoolean());
      canceller.get(30, TimeUnit.SECONDS);
      assertThat(outcome(ref, true)).isEqualTo(first);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      if (first instanceof Integer value) {
        assertThat(value).isEqualTo(n);
        values++;
      } else {
        assertThat(first).isEqualTo(TaskCancelledException.class);
        cancelled++;
      }
    }
    return new int[] {values, cancelled};
  }

  private static Object outcome(ObjectRef<Integer> ref, boolean mayRunItself) {
    try {
      return mayRunItself ? ref.get() : ref.get(SOON);
    } catch (RayException e) {
      return e.getClass();
    }
  }

  @Test
  void aCancellationReachesADependentAHundredThousandCallsAway() {
    ObjectRef<Integer> first = Ray.task(CancelTest::block, 0).remote();
    ObjectRef<Integer> last = first;
    for (int i = 0; i < 100_000; i++) {
      last = Ray.task(CancelTest::count, last).remote();
    }
    ObjectRef<Integer> end = last;

    first.cancel();

    assertThatThrownBy(() -> end.get(SOON)).isInstanceOf(TaskCancelledException.class);
    assertThat(RUNS).hasValue(0);
  }
}
