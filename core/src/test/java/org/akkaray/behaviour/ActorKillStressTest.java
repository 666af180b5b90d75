package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.ActorUnavailableException;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.exception.RayActorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Actors that are killed again and again under load. */
class ActorKillStressTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static final AtomicInteger LIVES = new AtomicInteger();

  @BeforeEach
  void reset() {
    LIVES.set(0);
  }

  /** Answers with the number of its life and of the call within it. */
  static class Mortal {
    private final int life = LIVES.incrementAndGet();
    private int calls;

    long call(int spins) {
      for (int i = 0; i < spins; i++) {
        Thread.onSpinWait();
      }
      return life * 1_000_000L + calls++;
    }
  }

  private List<Long> callUntil(ActorHandle<Mortal> actor, AtomicBoolean over, Random random) {
    List<Long> answers = new ArrayList<>();
    List<ObjectRef<Long>> refs = new ArrayList<>();
    while (!over.get()) {
      refs.clear();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        try {
          refs.add(actor.task(Mortal::call, random.nextInt(2_000)).remote());
        } catch (PendingCallsLimitExceededException e) {
          break;
        }
      }
      for (ObjectRef<Long> ref : refs) {
        try {
          answers.add(random.nextBoolean() ? ref.get() : ref.get(SOON));
        } catch (ActorUnavailableException e) {
          answers.add(-1L);
        }
      }
    }
    return answers;
  }

  private List<List<Long>> killOften(ActorHandle<Mortal> actor, int kills, long seed)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<List<Long>>> callers = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      Random random = new Random(seed + c);
      callers.add(NODE.async(() -> callUntil(actor, over, random)));
    }
    Random random = new Random(seed - 1);
    for (int i = 0; i < kills; i++) {
      int before = LIVES.get();
      await()
          .until(() -> {
            actor.kill(false); // of no effect while the actor is being made
            return LIVES.get() > before;
          });
      for (int k = 0; k < random.nextInt(20_000); k++) {
        Thread.onSpinWait();
      }
    }
    over.set(true);
    List<List<Long>> answers = new ArrayList<>();
    for (CompletableFuture<List<Long>> caller : callers) {
      answers.add(caller.get(30, TimeUnit.SECONDS));
    }
    return answers;
  }

  private static void assertInOrder(List<Long> answers, long seed) {
    assertThat(answers.stream().filter(answer -> answer >= 0).toList())
        .as("lives and calls of one caller, seed %d", seed)
        .isNotEmpty()
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void everyCallOfAnActorThatIsKilledOftenEndsInAnAnswerOrAsUnavailable() throws Exception {
    long seed = System.nanoTime();
    ActorHandle<Mortal> actor = Ray.actor(Mortal::new).setMaxRestarts(-1).remote();

    List<List<Long>> answers = killOften(actor, 100, seed);

    answers.forEach(ofOne -> assertInOrder(ofOne, seed));
    assertThat(LIVES.get()).isGreaterThan(100);
    actor.kill();
  }

  @Test
  void callsThatMayBeRunAgainAreAllAnswered() throws Exception {
    long seed = System.nanoTime();
    ActorHandle<Mortal> actor =
        Ray.actor(Mortal::new)
            .setMaxRestarts(-1)
            .setMaxTaskRetries(-1)
            .setMaxPendingCalls(30)
            .remote();

    List<List<Long>> answers = killOften(actor, 100, seed);

    answers.forEach(ofOne -> assertInOrder(ofOne, seed));
    assertThat(answers).allMatch(ofOne -> !ofOne.contains(-1L), "seed " + seed);
    List<ObjectRef<Long>> refs = new ArrayList<>();
    for (int i = 0; i < 30; i++) { // nothing pending was forgotten
      refs.add(actor.task(Mortal::call, 0).remote());
    }
    assertThat(Ray.get(refs, SOON)).hasSize(30);
    actor.kill();
  }

  @Test
  void everyCallOfAnActorThatIsKilledForGoodAnswersOrFails() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      ActorHandle<Mortal> actor =
          Ray.actor(Mortal::new).setMaxConcurrency(1 + random.nextInt(2)).remote();
      if (random.nextBoolean()) {
        actor.task(Mortal::call, 0).remote().get();
      }
      CompletableFuture<Void> killer =
          NODE.async(() -> {
            actor.kill();
            return null;
          });
      List<ObjectRef<Long>> refs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        refs.add(actor.task(Mortal::call, 100).remote());
      }
      int died = 0;
      for (ObjectRef<Long> ref : refs) {
        try {
          ref.get(SOON);
        } catch (RayActorException e) {
          assertThat(e).isInstanceOf(ActorDiedException.class).hasMessageContaining("killed");
          died++;
        }
      }
      killer.get(10, TimeUnit.SECONDS);
      assertThat(died).as("seed %d", seed).isBetween(0, 20);
    }
  }
}
