package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.concurrencygroup.ConcurrencyGroupBuilder;
import org.akkaray.concurrencygroup.annotations.DefConcurrencyGroup;
import org.akkaray.concurrencygroup.annotations.UseConcurrencyGroup;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class ActorsTest {
  private static volatile CountDownLatch latch = new CountDownLatch(0);

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

    int get() {
      return value;
    }

    List<Integer> history() {
      return history;
    }

    void fail(String why) {
      throw new IllegalStateException(why);
    }

    List<Integer> pair() {
      return List.of(value, -value);
    }

    int meet() throws InterruptedException {
      latch.countDown();
      return latch.await(SOON.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
    }
  }

  @DefConcurrencyGroup(name = "io", maxConcurrency = 2)
  @DefConcurrencyGroup(name = "compute", maxConcurrency = 1)
  static class Grouped {
    @UseConcurrencyGroup(name = "io")
    int read() throws InterruptedException {
      latch.countDown();
      return latch.await(SOON.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
    }

    @UseConcurrencyGroup(name = "compute")
    int compute() {
      return 2;
    }

    int other() {
      return 3;
    }
  }

  static int slow(int n) throws InterruptedException {
    latch.await(SOON.toSeconds(), TimeUnit.SECONDS);
    return n;
  }

  static int addThrough(ActorHandle<Counter> counter, int n) {
    return counter.task(Counter::add, n).remote().get();
  }

  static int addThroughAll(List<ActorHandle<Counter>> counters) {
    return counters.stream().mapToInt(c -> c.task(Counter::add, 1).remote().get()).sum();
  }

  @Test
  void callsOfOneCallerRunInTheOrderTheyWereMade() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).remote();
    List<ObjectRef<Integer>> refs =
        IntStream.range(0, 1000).mapToObj(n -> counter.task(Counter::add, n).remote()).toList();

    assertThat(Ray.get(refs).getLast()).isEqualTo(499_500);
    assertThat(counter.task(Counter::history).remote().get())
        .isEqualTo(IntStream.range(0, 1000).boxed().toList());
    counter.kill();
  }

  @Test
  void aCallWithALateArgumentKeepsItsPlace() {
    latch = new CountDownLatch(1);
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).remote();
    ObjectRef<Integer> late = Ray.task(ActorsTest::slow, 7).remote();
    counter.task(Counter::add, late).remote();
    ObjectRef<Integer> second = counter.task(Counter::add, 1).remote();
    assertThat(Ray.wait(List.of(second), 1, OneNode.A_MOMENT).getReady()).isEmpty();

    latch.countDown();

    assertThat(second.get(SOON)).isEqualTo(8);
    assertThat(counter.task(Counter::history).remote().get()).containsExactly(7, 1);
    counter.kill();
  }

  @Test
  void outOfOrderExecutionLetsALaterCallPass() {
    latch = new CountDownLatch(1);
    ActorHandle<Counter> counter =
        Ray.actor(Counter::new, 0).setAllowOutOfOrderExecution(true).remote();
    ObjectRef<Integer> late = Ray.task(ActorsTest::slow, 7).remote();
    ObjectRef<Integer> first = counter.task(Counter::add, late).remote();

    assertThat(counter.task(Counter::add, 1).remote().get(SOON)).isEqualTo(1);
    latch.countDown();
    assertThat(first.get(SOON)).isEqualTo(8);
    counter.kill();
  }

  @Test
  void anExceptionOfAMethodDoesNotEndTheActor() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 5).remote();

    assertThatThrownBy(() -> counter.task(Counter::fail, "why not").remote().get())
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("fail")
        .hasRootCauseMessage("why not");
    assertThat(counter.task(Counter::get).remote().get()).isEqualTo(5);
    counter.kill();
  }

  @Test
  void severalReturnsOfAMethodAreObjects() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, Ray.put(5)).remote();

    assertThat(Ray.get(counter.multiTask(Counter::pair).setNumReturns(2).remote()))
        .containsExactly(5, -5);
    counter.kill();
  }

  @Test
  void handlesTravelAsArgumentsAndInsideValues() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).remote();

    assertThat(Ray.task(ActorsTest::addThrough, counter, 3).remote().get(SOON)).isEqualTo(3);
    assertThat(Ray.task(ActorsTest::addThroughAll, List.of(counter, counter)).remote().get(SOON))
        .isEqualTo(9);
    assertThat(Ray.put(counter).get().getId()).isEqualTo(counter.getId());
    counter.kill();
  }

  @Test
  void anActorIsFoundByItsName() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 1).setName("named").remote();

    Optional<ActorHandle<Counter>> found = Ray.getActor("named");
    assertThat(found).isPresent();
    assertThat(found.get().task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
    assertThat(Ray.<ActorHandle<Counter>>getActor("named", "tests")).isPresent();
    assertThat(Ray.<ActorHandle<Counter>>getActor("named", "elsewhere")).isEmpty();
    assertThat(Ray.<ActorHandle<Counter>>getActor("nobody")).isEmpty();
    assertThatThrownBy(() -> Ray.getActor(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
    counter.kill();
  }

  @Test
  void aNameThatIsTakenIsRefusedUnlessTheActorItselfIsWanted() {
    ActorHandle<Counter> first =
        Ray.actor(Counter::new, 1).setName("taken", "space").setGetIfExists(true).remote();

    assertThatThrownBy(() -> Ray.actor(Counter::new, 2).setName("taken", "space").remote())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("taken", "space");
    ActorHandle<Counter> same =
        Ray.actor(Counter::new, 2).setName("taken", "space").setGetIfExists(true).remote();
    assertThat(same.getId()).isEqualTo(first.getId());
    assertThat(same.task(Counter::get).remote().get(SOON)).isEqualTo(1);
    ActorHandle<Counter> other = Ray.actor(Counter::new, 3).setName("taken").remote();
    assertThat(other.task(Counter::get).remote().get(SOON)).isEqualTo(3);
    first.kill();
    other.kill();
  }

  @Test
  void severalCallsRunAtOnceIfAllowed() {
    latch = new CountDownLatch(3);
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).setMaxConcurrency(3).remote();
    List<ObjectRef<Integer>> refs =
        IntStream.range(0, 3).mapToObj(n -> counter.task(Counter::meet).remote()).toList();

    assertThat(Ray.get(refs, SOON)).containsExactly(1, 1, 1);
    counter.kill();
  }

  @Test
  void annotatedGroupsLimitTheirMethodsOnly() {
    latch = new CountDownLatch(3);
    ActorHandle<Grouped> actor = Ray.actor(Grouped::new).remote();
    List<ObjectRef<Integer>> reads =
        IntStream.range(0, 2).mapToObj(n -> actor.task(Grouped::read).remote()).toList();

    assertThat(actor.task(Grouped::compute).remote().get(SOON)).isEqualTo(2);
    assertThat(actor.task(Grouped::other).remote().get(SOON)).isEqualTo(3);
    assertThat(Ray.wait(reads, 1, OneNode.A_MOMENT).getReady()).isEmpty();
    ObjectRef<Integer> third = actor.task(Grouped::read).setConcurrencyGroup("compute").remote();
    assertThat(Ray.get(reads, SOON)).containsExactly(1, 1);
    assertThat(third.get(SOON)).isEqualTo(1);
    assertThatThrownBy(() -> actor.task(Grouped::other).setConcurrencyGroup("none").remote().get())
        .hasMessageContaining("none");
    actor.kill();
  }

  @Test
  void groupsCanBeBuilt() {
    latch = new CountDownLatch(2);
    ConcurrencyGroup meeting =
        new ConcurrencyGroupBuilder<Counter>()
            .setName("meeting")
            .setMaxConcurrency(2)
            .addMethod(Counter::meet)
            .build();
    ActorHandle<Counter> counter =
        Ray.actor(Counter::new, 4).setConcurrencyGroups(meeting).remote();
    ObjectRef<Integer> one = counter.task(Counter::meet).remote();

    assertThat(counter.task(Counter::get).remote().get(SOON)).isEqualTo(4);
    assertThat(counter.task(Counter::meet).remote().get(SOON)).isEqualTo(1);
    assertThat(one.get(SOON)).isEqualTo(1);
    counter.kill();
  }

  @Test
  void anActorThatNoNodeHasRoomForFailsFastIfAskedFor() {
    assertThatThrownBy(() -> Ray.actor(Counter::new, 0).setGpus(8).setFailFast(true).remote())
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContainingAll("GPU", "8");
  }

  @Test
  void tooManyPendingCallsAreRefusedWhenTheyAreMade() {
    latch = new CountDownLatch(2);
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 0).setMaxPendingCalls(2).remote();
    ObjectRef<Integer> running = counter.task(Counter::meet).remote();
    ObjectRef<Integer> waiting = counter.task(Counter::get).remote();

    assertThatThrownBy(() -> counter.task(Counter::get).remote())
        .isInstanceOf(PendingCallsLimitExceededException.class)
        .hasMessageContaining("2");
    latch.countDown();
    assertThat(Ray.get(List.of(running, waiting), SOON)).containsExactly(1, 0);
    assertThat(counter.task(Counter::get).remote().get(SOON)).isZero();
    counter.kill();
  }
}
