package org.akkaray.parallelactor;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.akkaray.ObjectRef;
import org.akkaray.OneNode;
import org.akkaray.Ray;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class ParallelActorTest {
  private static volatile CountDownLatch meeting = new CountDownLatch(0);

  static class Counter {
    private int value;
    private final List<Integer> history = new ArrayList<>();

    Counter(int start) {
      value = start;
    }

    int add(int n) {
      history.add(n);
      return value += n;
    }

    List<Integer> history() {
      return history;
    }

    void reset(int to, String why) {
      value = to;
    }

    int fail(String why) {
      throw new IllegalStateException(why);
    }

    boolean meet() throws InterruptedException {
      meeting.countDown();
      return meeting.await(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static ParallelActorHandle<Counter> three(int start) {
    return ParallelActor.actor(Counter::new, start).setParallelism(3).remote();
  }

  static int addThrough(ParallelActorHandle<Counter> handle, int instance, int n) {
    return handle.getInstance(instance).task(Counter::add, n).remote().get();
  }

  @Test
  void everyInstanceHasItsOwnState() {
    ParallelActorHandle<Counter> handle = three(10);
    assertThat(handle.getParallelism()).isEqualTo(3);

    for (int i = 0; i < 3; i++) {
      assertThat(handle.getInstance(i).task(Counter::add, i).remote().get(SOON)).isEqualTo(10 + i);
    }
    handle.getInstance(1).task(Counter::reset, 0, "test").remote().get(SOON);
    assertThat(handle.getInstance(1).task(Counter::add, 1).remote().get(SOON)).isEqualTo(1);
    assertThat(handle.getInstance(2).task(Counter::add, 1).remote().get(SOON)).isEqualTo(13);
    handle.getHandle().kill();
  }

  @Test
  void instancesRunAtTheSameTime() {
    meeting = new CountDownLatch(3);
    ParallelActorHandle<Counter> handle = three(0);
    List<ObjectRef<Boolean>> refs =
        IntStream.range(0, 3)
            .mapToObj(i -> handle.getInstance(i).task(Counter::meet).remote())
            .toList();

    assertThat(Ray.get(refs, SOON)).containsOnly(true);
    handle.getHandle().kill();
  }

  @Test
  void anInstanceRunsItsCallsInOrderWithReferencesAmongTheArguments() {
    ParallelActorHandle<Counter> handle = three(0);
    ParallelActorInstance<Counter> instance = handle.getInstance(2);
    IntStream.range(0, 50)
        .forEach(n -> {
          if (n % 2 == 0) {
            instance.task(Counter::add, n).remote();
          } else {
            instance.task(Counter::add, Ray.put(n)).remote();
          }
        });

    assertThat(instance.task(Counter::history).remote().get(SOON))
        .isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(handle.getInstance(0).task(Counter::history).remote().get(SOON)).isEmpty();
    handle.getHandle().kill();
  }

  @Test
  void theConstructorMayTakeReferences() {
    ParallelActorHandle<Counter> handle = ParallelActor.actor(Counter::new, Ray.put(7)).remote();

    assertThat(handle.getParallelism()).isEqualTo(1);
    assertThat(handle.getInstance(0).task(Counter::add, 1).remote().get(SOON)).isEqualTo(8);
    handle.getHandle().kill();
  }

  @Test
  void aFailureIsThatOfTheMethod() {
    ParallelActorHandle<Counter> handle = three(0);

    assertThatThrownBy(() -> handle.getInstance(0).task(Counter::fail, "broken").remote().get(SOON))
        .isInstanceOf(RayTaskException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("broken");
    assertThat(handle.getInstance(0).task(Counter::add, 1).remote().get(SOON)).isEqualTo(1);
    handle.getHandle().kill();
  }

  @Test
  void aHandleTravels() {
    ParallelActorHandle<Counter> handle = three(0);

    assertThat(Ray.task(ParallelActorTest::addThrough, handle, 1, 5).remote().get(SOON))
        .isEqualTo(5);
    assertThat(addThrough(handle, 1, 1)).isEqualTo(6);
    handle.getHandle().kill();
    assertThatThrownBy(() -> addThrough(handle, 1, 1)).isInstanceOf(ActorDiedException.class);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    ParallelActorHandle<Counter> handle = three(0);
    assertThatThrownBy(() -> handle.getInstance(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("index", "2", "3");
    assertThatThrownBy(() -> ParallelActor.actor(Counter::new, 1).setParallelism(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parallelism");
    handle.getHandle().kill();
  }
}
