package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.RayActor;
import org.akkaray.id.ActorId;
import org.akkaray.options.ActorLifetime;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nobody can reach any more ends or is dropped; what is still on its way does not. */
class ReachabilityTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static final AtomicInteger STOPPED = new AtomicInteger();
  private static final AtomicInteger INTERRUPTED = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    STOPPED.set(0);
    INTERRUPTED.set(0);
    gate = new CountDownLatch(1);
  }

  static class Mortal extends RayActor {
    private ActorHandle<Mortal> friend;

    int one() {
      return 1;
    }

    int slow() throws InterruptedException {
      gate.await();
      return 2;
    }

    void befriend(ActorHandle<Mortal> other) {
      friend = other;
    }

    int askFriend() {
      return friend.task(Mortal::one).remote().get();
    }

    @Override
    protected void onStop() {
      STOPPED.incrementAndGet();
    }
  }

  record Parcel(String label, Map<String, ActorHandle<Mortal>> handles) {}

  static int askLater(ActorHandle<Mortal> actor, int ignored) {
    return actor.task(Mortal::one).remote().get();
  }

  static int askParcel(Parcel parcel, int ignored) {
    return parcel.handles().get("inside").task(Mortal::one).remote().get();
  }

  static int afterGate() throws InterruptedException {
    gate.await();
    return 0;
  }

  static Iterator<Integer> endless() {
    return IntStream.iterate(
            0,
            n -> {
              if (Thread.currentThread().isInterrupted()) {
                INTERRUPTED.incrementAndGet();
              }
              return n + 1;
            })
        .boxed()
        .iterator();
  }

  private static ActorState state(ActorId id) {
    return Ray.getRuntimeContext().getAllActorInfo().stream()
        .filter(info -> info.actorId.equals(id))
        .findFirst()
        .orElseThrow()
        .state;
  }

  private static void collectUntilDead(ActorId id) {
    await()
        .until(() -> {
          System.gc();
          return state(id) == ActorState.DEAD;
        });
  }

  private static void collect() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Ray.task(() -> 0).remote().get(); // the cleaner's thread has had its turn
    }
  }

  private static ActorId abandoned(double cpus) {
    ActorHandle<Mortal> actor = Ray.actor(Mortal::new).setCpus(cpus).remote();
    assertThat(actor.task(Mortal::one).remote().get(SOON)).isEqualTo(1);
    return actor.getId();
  }

  @Test
  void anActorThatNobodyCanCallEndsInOrderAndGivesItsCpuBack() {
    ActorId id = abandoned(1);

    collectUntilDead(id);

    await().until(() -> STOPPED.get() == 1);
    await().until(() -> SharedNode.freeCpus() == 2);
  }

  @Test
  void aDetachedOrNamedActorStaysWithoutAHandle() {
    ActorId detached = Ray.actor(Mortal::new).setLifetime(ActorLifetime.DETACHED).remote().getId();
    ActorId named = Ray.actor(Mortal::new).setName("kept").remote().getId();
    collect();

    assertThat(
            Ray.<ActorHandle<Mortal>>getActor("kept")
                .orElseThrow()
                .task(Mortal::one)
                .remote()
                .get(SOON))
        .isEqualTo(1);
    assertThat(state(detached)).isNotEqualTo(ActorState.DEAD);
    assertThat(state(named)).isEqualTo(ActorState.ALIVE);
    Ray.<ActorHandle<Mortal>>getActor("kept").orElseThrow().kill();
  }

  private static ObjectRef<Integer> travelling(ObjectRef<Integer> late) {
    ActorHandle<Mortal> actor = Ray.actor(Mortal::new).remote();
    return Ray.task(ReachabilityTest::askLater, actor, late).remote();
  }

  private static ObjectRef<Integer> travellingInside(ObjectRef<Integer> late) {
    ActorHandle<Mortal> actor = Ray.actor(Mortal::new).remote();
    return Ray.task(ReachabilityTest::askParcel, new Parcel("p", Map.of("inside", actor)), late)
        .remote();
  }

  @Test
  void anActorWhoseHandleIsStillTravellingStays() {
    ObjectRef<Integer> late = Ray.task(ReachabilityTest::afterGate).remote();
    ObjectRef<Integer> asArgument = travelling(late);
    ObjectRef<Integer> nested = travellingInside(late);
    collect();
    gate.countDown();

    assertThat(asArgument.get(SOON)).isEqualTo(1);
    assertThat(nested.get(SOON)).isEqualTo(1);
  }

  @Test
  void anActorWhoseHandleLiesInAnObjectStays() {
    ObjectRef<List<ActorHandle<Mortal>>> stored = Ray.put(List.of(Ray.actor(Mortal::new).remote()));
    collect();

    assertThat(stored.get().getFirst().task(Mortal::one).remote().get(SOON)).isEqualTo(1);
    ActorId id = stored.get().getFirst().getId();
    stored.free();
    collectUntilDead(id);
  }

  @Test
  void anActorAnswersTheCallsThatItHasBeforeItEnds() {
    ObjectRef<Integer> answer = Ray.actor(Mortal::new).remote().task(Mortal::slow).remote();
    collect();
    gate.countDown();

    assertThat(answer.get(SOON)).isEqualTo(2);
  }

  private static ActorHandle<Mortal> withFriend() {
    ActorHandle<Mortal> friend = Ray.actor(Mortal::new).remote();
    ActorHandle<Mortal> actor = Ray.actor(Mortal::new).remote();
    actor.task(Mortal::befriend, friend).remote().get(SOON);
    return actor;
  }

  @Test
  void anActorThatAnotherActorKnowsStays() {
    ActorHandle<Mortal> actor = withFriend();
    collect();

    assertThat(actor.task(Mortal::askFriend).remote().get(SOON)).isEqualTo(1);
    actor.kill();
  }

  private static void lostGenerator() {
    ObjectRefGenerator<Integer> generator =
        Ray.generatorTask(ReachabilityTest::endless).setGeneratorBackpressure(2).remote();
    assertThat(generator.next().get(SOON)).isZero();
  }

  @Test
  void theTaskOfALostGeneratorEnds() {
    lostGenerator();

    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(SharedNode.freeCpus()).isEqualTo(2);
        });
  }

  static byte[] megabyte(int n) {
    byte[] bytes = new byte[1 << 20];
    bytes[0] = (byte) n;
    return bytes;
  }

  @Test
  void resultsThatNobodyRefersToAreDropped() {
    int megabytes = (int) (2 * (Runtime.getRuntime().maxMemory() >> 20)) + 100;
    for (int i = 0; i < megabytes; i++) {
      ObjectRef<byte[]> result = Ray.task(ReachabilityTest::megabyte, i).remote();
      ObjectRef<byte[]> copy = Ray.task((byte[] bytes) -> bytes, result).remote();
      assertThat(copy.get()[0]).isEqualTo((byte) i);
    }
  }
}
