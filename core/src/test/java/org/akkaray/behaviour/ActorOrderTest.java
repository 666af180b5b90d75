package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.A_MOMENT;
import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls from one submitter to one actor run in submission order; across submitters there is none.
 */
class ActorOrderTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static final AtomicInteger INSIDE = new AtomicInteger();
  private static final AtomicInteger MOST_INSIDE = new AtomicInteger();

  @BeforeEach
  void reset() {
    gate = new CountDownLatch(1);
    INSIDE.set(0);
    MOST_INSIDE.set(0);
  }

  static class Recorder {
    private final List<String> calls = new ArrayList<>();

    int record(String caller, int number) {
      MOST_INSIDE.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
      calls.add(caller + ":" + number);
      INSIDE.decrementAndGet();
      return number;
    }

    List<String> calls() {
      return calls;
    }
  }

  static int later(int n, int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    return n;
  }

  static int afterGate(int n) throws InterruptedException {
    gate.await();
    return n;
  }

  static int fail(int n) {
    throw new IllegalStateException("no input " + n);
  }

  static int callMany(ActorHandle<Recorder> actor, String name, int calls, long seed) {
    Random random = new Random(seed);
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      refs.add(
          switch (random.nextInt(4)) {
            case 0 -> {
              ObjectRef<Integer> late =
                  Ray.task(ActorOrderTest::later, i, random.nextInt(20_000)).remote();
              yield actor.task(Recorder::record, name, late).remote();
            }
            case 1 -> actor.task(Recorder::record, Ray.put(name), i).remote();
            default -> actor.task(Recorder::record, name, i).remote();
          });
      if (random.nextInt(50) == 0) {
        refs.getLast().get();
      }
    }
    assertThat(Ray.get(refs)).isEqualTo(IntStream.range(0, calls).boxed().toList());
    return calls;
  }

  @Test
  void theCallsOfEachCallerStayInOrderAmongManyWithLateArguments() {
    long seed = System.nanoTime();
    int calls = 500;
    ActorHandle<Recorder> actor = Ray.actor(Recorder::new).remote();
    List<ObjectRef<Integer>> callers = new ArrayList<>();
    for (int c = 0; c < 6; c++) {
      callers.add(Ray.task(ActorOrderTest::callMany, actor, "task" + c, calls, seed + c).remote());
    }
    callMany(actor, "driver", calls, seed - 1);
    Ray.get(callers, SOON);

    Map<String, List<Integer>> byCaller = new HashMap<>();
    for (String call : actor.task(Recorder::calls).remote().get(SOON)) {
      String[] parts = call.split(":");
      byCaller.computeIfAbsent(parts[0], k -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
    }
    assertThat(byCaller).hasSize(7);
    byCaller.forEach((caller, numbers) ->
        assertThat(numbers)
            .as("%s, seed %d", caller, seed)
            .isEqualTo(IntStream.range(0, calls).boxed().toList()));
    assertThat(MOST_INSIDE).hasValue(1);
    actor.kill();
  }

  @Test
  void otherCallersPassOneThatWaitsForItsArgument() {
    ActorHandle<Recorder> actor = Ray.actor(Recorder::new).remote();
    ObjectRef<Integer> late = Ray.task(ActorOrderTest::afterGate, 1).remote();
    ObjectRef<Integer> mine = actor.task(Recorder::record, "driver", late).remote();
    ObjectRef<Integer> behind = actor.task(Recorder::record, "driver", 2).remote();

    ObjectRef<Integer> other = Ray.task(ActorOrderTest::callMany, actor, "task", 3, 1L).remote();
    assertThat(other.get(SOON)).isEqualTo(3);
    assertThat(Ray.wait(List.of(mine, behind), 1, A_MOMENT).getReady()).isEmpty();
    assertThatThrownBy(() -> mine.get(50))
        .hasMessageContainingAll("Recorder.record", "argument 2", "afterGate", "running");
    gate.countDown();

    assertThat(behind.get(SOON)).isEqualTo(2);
    assertThat(actor.task(Recorder::calls).remote().get(SOON))
        .containsExactly("task:0", "task:1", "task:2", "driver:1", "driver:2");
    actor.kill();
  }

  @Test
  void aCallWhoseArgumentFailedIsLeftOutAndTheOthersGoOn() {
    ActorHandle<Recorder> actor = Ray.actor(Recorder::new).remote();
    ObjectRef<Integer> late = Ray.task(ActorOrderTest::afterGate, 7).remote();
    ObjectRef<Integer> bad = Ray.task(ActorOrderTest::fail, late).remote();
    ObjectRef<Integer> failed = actor.task(Recorder::record, "driver", bad).remote();
    ObjectRef<Integer> behind = actor.task(Recorder::record, "driver", 2).remote();
    gate.countDown();

    assertThat(behind.get(SOON)).isEqualTo(2);
    assertThatThrownBy(() -> failed.get(SOON))
        .isInstanceOf(RayTaskException.class)
        .hasRootCauseMessage("no input 7");
    assertThat(actor.task(Recorder::calls).remote().get(SOON)).containsExactly("driver:2");
    actor.kill();
  }

  @Test
  void aHeldCallThatIsCancelledMakesWay() {
    ActorHandle<Recorder> actor = Ray.actor(Recorder::new).remote();
    ObjectRef<Integer> late = Ray.task(ActorOrderTest::afterGate, 1).remote();
    ObjectRef<Integer> first = actor.task(Recorder::record, "driver", late).remote();
    ObjectRef<Integer> second = actor.task(Recorder::record, "driver", 2).remote();

    assertThat(first.cancel()).isTrue();

    assertThat(second.get(SOON)).isEqualTo(2);
    gate.countDown();
    assertThat(late.get(SOON)).isEqualTo(1);
    assertThat(actor.task(Recorder::calls).remote().get(SOON)).containsExactly("driver:2");
    actor.kill();
  }

  @Test
  void callsWaitingForArgumentsWhenTheActorIsKilledFailToo() {
    ActorHandle<Recorder> actor = Ray.actor(Recorder::new).remote();
    ObjectRef<Integer> late = Ray.task(ActorOrderTest::afterGate, 1).remote();
    ObjectRef<Integer> first = actor.task(Recorder::record, "driver", late).remote();
    ObjectRef<Integer> second = actor.task(Recorder::record, "driver", 2).remote();
    assertThat(first.toFuture()).isNotDone();

    actor.kill();
    gate.countDown();

    CompletableFuture<Integer> end = second.toFuture();
    await().until(end::isDone);
    assertThatThrownBy(() -> first.get(SOON)).hasMessageContaining("killed");
    assertThatThrownBy(() -> end.get(1, TimeUnit.SECONDS)).hasMessageContaining("killed");
  }
}
