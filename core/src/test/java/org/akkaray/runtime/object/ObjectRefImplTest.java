package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ObjectRefImplTest {

  private static ObjectRefImpl<String> newRef() {
    return new ObjectRefImpl<>(null, 1, 2, 0, null);
  }

  @Test
  void aWaiterIsToldOnceWheneverItComes() {
    ObjectRefImpl<String> ref = newRef();
    AtomicInteger told = new AtomicInteger();
    ref.addWaiter(Waiter.calling(told::incrementAndGet));
    assertThat(told).hasValue(0);

    assertThat(ref.complete("value")).isTrue();
    assertThat(told).hasValue(1);
    ref.addWaiter(Waiter.calling(told::incrementAndGet));
    assertThat(told).hasValue(2);
    assertThat(ref.complete("other")).isFalse();
    assertThat(told).hasValue(2);
    assertThat(ref.result()).isEqualTo("value");
  }

  @Test
  void abandonedWaitersDoNotPileUp() {
    ObjectRefImpl<String> ref = newRef();
    AtomicInteger told = new AtomicInteger();
    Waiter first = Waiter.calling(told::incrementAndGet);
    ref.addWaiter(first);
    for (int i = 0; i < 1000; i++) {
      Waiter waiter = Waiter.calling(() -> {});
      ref.addWaiter(waiter);
      assertThat(waiter.next).isSameAs(first);
      waiter.abandon();
    }

    ref.complete("value");

    assertThat(told).hasValue(1);
  }

  @Test
  void ofRacingResultsOneWinsAndEveryWaiterIsToldOnce() throws Exception {
    int rounds = 20_000;
    AtomicReference<ObjectRefImpl<String>> current = new AtomicReference<>(newRef());
    AtomicInteger told = new AtomicInteger();
    AtomicInteger winners = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    int[] round = {0};
    CyclicBarrier barrier =
        new CyclicBarrier(
            4,
            () -> {
              if (round[0] > 0 && (told.getAndSet(0) != 3 || winners.getAndSet(0) != 1)) {
                wrong.incrementAndGet();
              }
              current.set(newRef());
              over.set(round[0]++ == rounds);
            });
    Runnable[] racers = {
      () -> complete(current.get(), winners),
      () -> complete(current.get(), winners),
      () -> addWaiters(current.get(), 1, told),
      () -> addWaiters(current.get(), 2, told)
    };
    Thread[] threads = new Thread[racers.length];
    for (int t = 0; t < racers.length; t++) {
      Runnable racer = racers[t];
      threads[t] = Thread.startVirtualThread(() -> race(racer, barrier, over));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(round[0]).isEqualTo(rounds + 1);
    assertThat(wrong).as("rounds of %d that went wrong", rounds).hasValue(0);
  }

  private static void race(Runnable racer, CyclicBarrier barrier, AtomicBoolean over) {
    try {
      while (true) {
        barrier.await();
        if (over.get()) {
          return;
        }
        racer.run();
      }
    } catch (Exception e) {
      barrier.reset();
      throw new IllegalStateException(e);
    }
  }

  private static void complete(ObjectRefImpl<String> ref, AtomicInteger winners) {
    if (ref.complete("value")) {
      winners.incrementAndGet();
    }
  }

  private static void addWaiters(ObjectRefImpl<String> ref, int count, AtomicInteger told) {
    Waiter abandoned = Waiter.calling(() -> {});
    ref.addWaiter(abandoned);
    abandoned.abandon();
    for (int i = 0; i < count; i++) {
      ref.addWaiter(Waiter.calling(told::incrementAndGet));
    }
  }

  @Test
  void freeingBeforeThereIsAValueTakesEffectWhenThereIs() {
    ObjectRefImpl<String> ref = newRef();
    ref.free();
    assertThat(ref.isReady()).isFalse();

    ref.complete("value");

    assertThat(ref.result()).isInstanceOf(Failure.ObjectLost.class);
  }

  @Test
  void aFailureIsNotReplacedByFreeing() {
    ObjectRefImpl<String> ref = newRef();
    Failure failure = new Failure.Cancelled("call");
    ref.complete(failure);
    ref.free();

    assertThat(ref.result()).isSameAs(failure);
  }
}
