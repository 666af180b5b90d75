package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.RayActor;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.ActorUnavailableException;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.exception.RayActorException;
import org.akkaray.exception.RayException;
import org.akkaray.exception.RayTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of actors that end, restart, or answer by futures. */
class ActorFailuresTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static final List<CompletableFuture<String>> PROMISES = new CopyOnWriteArrayList<>();
  private static final AtomicInteger CONSTRUCTED = new AtomicInteger();
  private static volatile boolean constructorFails;

  @BeforeEach
  void reset() {
    PROMISES.clear();
    CONSTRUCTED.set(0);
    constructorFails = false;
  }

  static class Worker extends RayActor {
    private final int life = CONSTRUCTED.incrementAndGet();

    Worker() {
      if (constructorFails) {
        throw new IllegalStateException("no life number " + life);
      }
    }

    CompletableFuture<String> promise(String prefix) {
      CompletableFuture<String> promise = new CompletableFuture<>();
      PROMISES.add(promise);
      return promise.thenApply(end -> prefix + end);
    }

    int life() {
      return life;
    }

    Iterator<Integer> numbers(int n) {
      int mine = life;
      return IntStream.range(0, n).map(i -> mine * 1000 + i).boxed().iterator();
    }

    int callMyself() {
      ActorHandle<Worker> self = self();
      return self.task(Worker::life).remote().get();
    }
  }

  static class CallsItselfWhenMade extends RayActor {
    CallsItselfWhenMade() {
      ActorHandle<CallsItselfWhenMade> self = self();
      self.task(CallsItselfWhenMade::one).remote().get();
    }

    int one() {
      return 1;
    }
  }

  private static void awaitPromises(int count) {
    await().until(() -> PROMISES.size() == count);
  }

  @Test
  void aCallThatReturnsAFutureEndsWithItAndLetsOthersPass() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).remote();
    ObjectRef<CompletableFuture<String>> pending = actor.task(Worker::promise, "a").remote();
    awaitPromises(1);

    assertThat(actor.task(Worker::life).remote().get(SOON)).isEqualTo(1);
    assertThatThrownBy(() -> pending.get(50))
        .isInstanceOf(RayTimeoutException.class)
        .hasMessageContainingAll("Worker.promise", "future");
    PROMISES.getFirst().complete("!");

    assertThat(pending.get(SOON)).isCompletedWithValue("a!");
    actor.kill();
  }

  @Test
  void aFutureThatFailsIsTheCallsFailure() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).remote();
    ObjectRef<CompletableFuture<String>> pending = actor.task(Worker::promise, "a").remote();
    awaitPromises(1);

    PROMISES.getFirst().completeExceptionally(new IllegalStateException("no answer"));

    assertThatThrownBy(() -> pending.get(SOON)).hasRootCauseMessage("no answer");
    actor.kill();
  }

  @Test
  void aCallWithAPendingFutureRunsAgainAfterARestart() {
    ActorHandle<Worker> actor =
        Ray.actor(Worker::new).setMaxRestarts(1).setMaxTaskRetries(1).remote();
    ObjectRef<CompletableFuture<String>> pending = actor.task(Worker::promise, "a").remote();
    awaitPromises(1);

    actor.kill(false);
    awaitPromises(2);
    PROMISES.get(0).complete(" stale");
    PROMISES.get(1).complete(" fresh");

    assertThat(pending.get(SOON)).isCompletedWithValue("a fresh");
    actor.kill();
  }

  @Test
  void aCallWithAPendingFutureCountsAsPending() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).setMaxPendingCalls(1).remote();
    ObjectRef<CompletableFuture<String>> pending = actor.task(Worker::promise, "a").remote();
    awaitPromises(1);

    assertThatThrownBy(() -> actor.task(Worker::life).remote())
        .isInstanceOfSatisfying(
            PendingCallsLimitExceededException.class,
            e -> assertThat(e.actorId).isEqualTo(actor.getId()))
        .hasMessageContainingAll("Worker", "1");
    PROMISES.getFirst().complete("!");
    assertThat(pending.get(SOON)).isCompleted();
    await()
        .ignoreException(PendingCallsLimitExceededException.class)
        .until(() -> actor.task(Worker::life).remote().get(SOON) == 1);
    actor.kill();
  }

  @Test
  void aCallWithAPendingFutureIsSubjectToItsTimeoutAndCanBeCancelled() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).setMaxPendingCalls(1).remote();
    ObjectRef<CompletableFuture<String>> timed =
        actor.task(Worker::promise, "a").setTimeout(Duration.ofMillis(100)).remote();
    assertThatThrownBy(() -> timed.get(SOON))
        .isInstanceOf(RayTimeoutException.class)
        .hasMessageContaining("Worker.promise");

    ObjectRef<CompletableFuture<String>> cancelled = // room for it comes just after the failure
        await()
            .ignoreException(PendingCallsLimitExceededException.class)
            .until(() -> actor.task(Worker::promise, "a").remote(), ref -> true);
    awaitPromises(2);
    assertThat(cancelled.cancel()).isTrue();
    await()
        .ignoreException(PendingCallsLimitExceededException.class)
        .until(() -> actor.task(Worker::life).remote().get(SOON) == 1);
    actor.kill();
  }

  @Test
  void aRunningCallOfARestartingActorThatMayNotRunAgainFailsAsUnavailable() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).setName("frail").setMaxRestarts(1).remote();
    ObjectRef<CompletableFuture<String>> pending = actor.task(Worker::promise, "a").remote();
    awaitPromises(1);

    actor.kill(false);

    assertThatThrownBy(() -> pending.get(SOON))
        .isInstanceOfSatisfying(
            ActorUnavailableException.class, e -> assertThat(e.actorId).isEqualTo(actor.getId()))
        .isInstanceOf(RayActorException.class)
        .hasMessageContainingAll("frail", "Worker.promise");
    assertThat(actor.task(Worker::life).remote().get(SOON)).isEqualTo(2);
    actor.kill();
  }

  @Test
  void aConstructorThatFailsWhenTheActorRestartsEndsItWithThatCause() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).setMaxRestarts(-1).remote();
    assertThat(actor.task(Worker::life).remote().get(SOON)).isEqualTo(1);
    constructorFails = true;

    actor.kill(false);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> actor.task(Worker::life).remote().get(SOON))
          .isInstanceOf(ActorDiedException.class)
          .hasMessageContaining("constructor")
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no life number 2");
    }
  }

  @Test
  void aGeneratorOfAnActorThatRestartsYieldsEachIndexOnce() {
    ActorHandle<Worker> actor =
        Ray.actor(Worker::new).setMaxRestarts(-1).setMaxTaskRetries(-1).remote();
    List<Integer> seen = new ArrayList<>();
    try (ObjectRefGenerator<Integer> numbers =
        actor.generatorTask(Worker::numbers, 300).setGeneratorBackpressure(3).remote()) {
      while (numbers.hasNext()) {
        seen.add(numbers.next().get(SOON) % 1000);
        if (seen.size() % 100 == 50) {
          actor.kill(false);
        }
      }
    }

    assertThat(seen).isEqualTo(IntStream.range(0, 300).boxed().toList());
    actor.kill();
  }

  @Test
  void anActorThatWaitsForACallOfItselfIsToldOfTheDeadlock() {
    ActorHandle<Worker> actor = Ray.actor(Worker::new).remote();

    assertThatThrownBy(() -> actor.task(Worker::callMyself).remote().get(SOON))
        .cause()
        .isInstanceOf(RayException.class)
        .hasMessageContainingAll("Deadlock", "Worker.callMyself", "Worker.life");
    assertThat(actor.task(Worker::life).remote().get(SOON)).isEqualTo(1);
    actor.kill();
  }

  @Test
  void aConstructorThatWaitsForACallOfItsActorIsToldOfTheDeadlock() {
    ActorHandle<CallsItselfWhenMade> actor = Ray.actor(CallsItselfWhenMade::new).remote();

    assertThatThrownBy(() -> actor.task(CallsItselfWhenMade::one).remote().get(SOON))
        .isInstanceOf(RayActorException.class)
        .hasStackTraceContaining("Deadlock");
  }
}
