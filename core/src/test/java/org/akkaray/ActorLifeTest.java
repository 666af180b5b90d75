package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.RayActorException;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.options.ActorLifetime;
import org.akkaray.runtimecontext.ActorState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class ActorLifeTest {
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger CONSTRUCTED = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    EVENTS.clear();
    CONSTRUCTED.set(0);
    gate = new CountDownLatch(1);
  }

  /** Writes down what happens to it. */
  static class Noted extends RayActor {
    private int calls;

    Noted() {
      EVENTS.add("new " + context().wasCurrentActorRestarted());
      CONSTRUCTED.incrementAndGet();
    }

    @Override
    protected void onStart() {
      EVENTS.add("start");
    }

    @Override
    protected void onRestart() {
      EVENTS.add("restart");
    }

    @Override
    protected void onStop() {
      EVENTS.add("stop");
    }

    int call() {
      return ++calls;
    }

    int callSelf() {
      ActorHandle<Noted> self = self();
      return self.getId().equals(context().getCurrentActorId()) ? 1 : 0;
    }

    void exit() {
      Ray.exitActor();
      EVENTS.add("after exit");
    }

    void block() throws InterruptedException {
      EVENTS.add("blocking");
      gate.await();
    }

    boolean restarted() {
      return context().wasCurrentActorRestarted();
    }
  }

  /** Cannot be made. */
  static class Broken {
    Broken(String why) {
      CONSTRUCTED.incrementAndGet();
      throw new IllegalArgumentException(why);
    }

    int get() {
      return 1;
    }
  }

  private static void awaitEvent(String event) {
    Awaitility.await().atMost(SOON).until(() -> EVENTS.contains(event));
  }

  @Test
  void theHooksOfAnActorThatExits() {
    ActorHandle<Noted> actor = Ray.actor(Noted::new).remote();
    assertThat(actor.task(Noted::call).remote().get(SOON)).isEqualTo(1);
    assertThat(actor.task(Noted::callSelf).remote().get(SOON)).isEqualTo(1);

    ObjectRef<Void> exit = actor.task(Noted::exit).remote();

    Ray.wait(List.of(exit), 1, SOON);
    awaitEvent("stop");
    assertThat(EVENTS).containsExactly("new false", "start", "stop");
    assertThatThrownBy(() -> actor.task(Noted::call).remote().get(SOON))
        .isInstanceOf(ActorDiedException.class)
        .extracting("actorId")
        .isEqualTo(actor.getId());
  }

  @Test
  void aKilledActorFailsAllItsCallsAndIsNotTold() {
    ActorHandle<Noted> actor = Ray.actor(Noted::new).setName("mortal").remote();
    ObjectRef<Void> running = actor.task(Noted::block).remote();
    ObjectRef<Integer> waiting = actor.task(Noted::call).remote();
    awaitEvent("blocking");

    actor.kill();

    assertThatThrownBy(() -> running.get(SOON)).isInstanceOf(ActorDiedException.class);
    assertThatThrownBy(() -> waiting.get(SOON))
        .isInstanceOf(RayActorException.class)
        .hasMessageContaining("mortal");
    assertThatThrownBy(() -> actor.task(Noted::call).remote().get(SOON))
        .isInstanceOf(ActorDiedException.class);
    assertThat(Ray.<ActorHandle<Noted>>getActor("mortal")).isEmpty();
    assertThat(EVENTS).doesNotContain("stop");
  }

  @Test
  void anActorThatMayRestartStartsAfreshUntilItsRestartsAreUsedUp() {
    ActorHandle<Noted> actor = Ray.actor(Noted::new).setMaxRestarts(1).remote();
    assertThat(actor.task(Noted::call).remote().get(SOON)).isEqualTo(1);
    assertThat(actor.task(Noted::call).remote().get(SOON)).isEqualTo(2);

    actor.kill(false);

    assertThat(actor.task(Noted::call).remote().get(SOON)).isEqualTo(1);
    assertThat(actor.task(Noted::restarted).remote().get(SOON)).isTrue();
    assertThat(EVENTS).containsExactly("new false", "start", "new true", "restart");
    assertThat(
            Ray.getRuntimeContext().getAllActorInfo().stream()
                .filter(info -> info.actorId.equals(actor.getId()))
                .map(info -> info.numRestarts))
        .containsExactly(1L);

    actor.kill(false);

    assertThatThrownBy(() -> actor.task(Noted::call).remote().get(SOON))
        .isInstanceOf(ActorDiedException.class);
    assertThat(CONSTRUCTED).hasValue(2);
  }

  @Test
  void aCallInFlightIsRunAgainIfTheActorAllowsIt() {
    ActorHandle<Noted> actor =
        Ray.actor(Noted::new).setMaxRestarts(-1).setMaxTaskRetries(1).remote();
    ObjectRef<Void> blocked = actor.task(Noted::block).remote();
    awaitEvent("blocking");
    EVENTS.remove("blocking");

    actor.kill(false);

    awaitEvent("blocking");
    gate.countDown();
    assertThat(blocked.get(SOON)).isNull();
    actor.kill();
  }

  @Test
  void aCallInFlightFailsIfItMayNotRunAgain() {
    ActorHandle<Noted> actor = Ray.actor(Noted::new).setMaxRestarts(-1).remote();
    ObjectRef<Void> blocked = actor.task(Noted::block).remote();
    awaitEvent("blocking");

    actor.kill(false);

    assertThatThrownBy(() -> blocked.get(SOON)).isInstanceOf(RayActorException.class);
    assertThat(actor.task(Noted::call).remote().get(SOON)).isEqualTo(1);
    actor.kill();
  }

  @Test
  void aConstructorThatThrowsFailsEveryCallWithItsException() {
    ActorHandle<Broken> actor = Ray.actor(Broken::new, "cannot be").setMaxRestarts(3).remote();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> actor.task(Broken::get).remote().get(SOON))
          .isInstanceOf(RayActorException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("cannot be");
    }
    assertThat(CONSTRUCTED).hasValue(1);
  }

  @Test
  void anActorIsListedWithItsState() {
    ActorHandle<Noted> actor =
        Ray.actor(Noted::new).setName("listed").setLifetime(ActorLifetime.DETACHED).remote();
    actor.task(Noted::call).remote().get(SOON);

    JobId job = Ray.getRuntimeContext().getCurrentJobId();
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(Ray.getRuntimeContext().getAllActorInfo(job, ActorState.ALIVE))
                .anySatisfy(info -> {
                  assertThat(info.actorId).isEqualTo(actor.getId());
                  assertThat(info.name).isEqualTo("listed");
                }));
    actor.kill();
    Awaitility.await()
        .atMost(SOON)
        .until(() ->
            Ray.getRuntimeContext().getAllActorInfo(null, ActorState.ALIVE).stream()
                .noneMatch(info -> info.actorId.equals(actor.getId())));
  }

  @Test
  void outsideOfActorsThereIsNoneToExitOrToAskAbout() {
    assertThatThrownBy(Ray::exitActor).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Ray.getRuntimeContext().getCurrentActorHandle())
        .isInstanceOf(IllegalStateException.class);
    assertThat(Ray.getRuntimeContext().getCurrentActorId()).isEqualTo(ActorId.NIL);
  }

  @Test
  void anActorHoldsItsResourcesWhileItLives() {
    ActorHandle<Noted> actor = Ray.actor(Noted::new).setResource("tpu", 2.0).remote();
    actor.task(Noted::call).remote().get(SOON);
    ObjectRef<Integer> task = Ray.task(() -> 1).setResource("tpu", 1.0).remote();
    assertThat(Ray.wait(List.of(task), 1, OneNode.A_MOMENT).getReady()).isEmpty();

    actor.kill();

    assertThat(task.get(SOON)).isEqualTo(1);
  }
}
