package org.akkaray.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResourceLedgerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ResourceSet ONE = ResourceSet.cpus(1);
  private static final ResourceSet ALL = ResourceSet.cpus(4);

  private final AtomicLong clock = new AtomicLong();
  private final ResourceLedger ledger = new ResourceLedger(ALL, clock::get);
  private final List<String> granted = new ArrayList<>();

  private void ask(String who, ResourceSet demand) {
    ledger.acquire(demand, () -> granted.add(who));
  }

  @Test
  void whatIsFreeIsGrantedAtOnceAndTheRestWhenItIsGivenBack() {
    for (int i = 0; i < 6; i++) {
      ask("call " + i, ONE);
    }
    assertThat(granted).containsExactly("call 0", "call 1", "call 2", "call 3");
    assertThat(ledger.pending()).containsExactly(ONE, ONE);
    assertThat(ledger.isContended()).isTrue();

    ledger.release(ONE);
    assertThat(granted).hasSize(5).endsWith("call 4");
    ledger.release(ONE);
    assertThat(granted).endsWith("call 5");
    assertThat(ledger.isContended()).isFalse();
  }

  @Test
  void aSmallRequestPassesALargeOneOnlyForSoLong() {
    ledger.tryAcquire(ONE);
    ask("large", ALL);
    assertThat(ledger.tryAcquire(ONE)).isTrue();
    clock.addAndGet(ResourceLedger.PATIENCE_NANOS + 1);

    assertThat(ledger.tryAcquire(ONE)).isFalse();
    ask("late", ONE);
    ledger.release(ONE);
    assertThat(granted).isEmpty();
    ledger.release(ONE);

    assertThat(granted).containsExactly("large");
    ledger.release(ALL);
    assertThat(granted).containsExactly("large", "late");
  }

  @Test
  void aDemandForTheWholeNodeIsMetAmidEndlessSmallOnes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int held = 0;
    ask("large", ALL);
    granted.clear();
    ledger.release(ALL);
    for (int i = 0; i < 4; i++, held++) {
      assertThat(ledger.tryAcquire(ONE)).isTrue();
    }
    ask("large", ALL);
    int steps = 0;
    while (granted.isEmpty() && steps < 1000) {
      steps++;
      clock.addAndGet(1_000_000);
      if (held > 0 && random.nextBoolean()) {
        ledger.release(ONE);
        held--;
      } else if (ledger.tryAcquire(ONE)) {
        held++;
      }
    }
    assertThat(granted).as("seed %d, %d steps", seed, steps).containsExactly("large");
  }

  @Test
  void whatTheNodeCannotMeetHoldsNobodyUp() {
    ask("impossible", ResourceSet.cpus(5));
    clock.addAndGet(ResourceLedger.PATIENCE_NANOS * 10);

    assertThat(ledger.tryAcquire(ONE)).isTrue();
    ask("waits", ALL);
    ledger.release(ONE);
    assertThat(granted).containsExactly("waits");
    assertThat(ledger.isFeasible(ResourceSet.cpus(5))).isFalse();
  }

  @Test
  void whoWasBlockedComesBeforeWhoHasNothingYet() throws Exception {
    ledger.tryAcquire(ALL);
    ask("new", ONE);
    clock.addAndGet(ResourceLedger.PATIENCE_NANOS * 2);
    Thread awake =
        Thread.startVirtualThread(() -> {
          ledger.acquireAgain(ONE);
          synchronized (granted) {
            granted.add("awake");
          }
        });
    Awaitility.await().atMost(SOON).until(() -> ledger.pending().size() == 2);

    ledger.release(ONE);
    awake.join();
    assertThat(granted).containsExactly("awake");
    ledger.release(ONE);
    assertThat(granted).containsExactly("awake", "new");
  }

  @Test
  void anInterruptDoesNotEndTheWaitOfWhoWasBlocked() throws Exception {
    ledger.tryAcquire(ALL);
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread awake =
        Thread.startVirtualThread(() -> {
          ledger.acquireAgain(ONE);
          interrupted.set(Thread.currentThread().isInterrupted());
        });
    Awaitility.await().atMost(SOON).until(() -> ledger.pending().size() == 1);
    awake.interrupt();
    ledger.release(ALL);
    awake.join();

    assertThat(interrupted).isTrue();
    assertThat(ledger.free()).isEqualTo(ResourceSet.cpus(3));
  }

  @Test
  void fractionsAddUpExactly() {
    ResourceSet tenth = ResourceSet.cpus(0.1);
    for (int i = 0; i < 40; i++) {
      assertThat(ledger.tryAcquire(tenth)).isTrue();
    }
    assertThat(ledger.tryAcquire(tenth)).isFalse();
    for (int i = 0; i < 40; i++) {
      ledger.release(tenth);
    }
    assertThat(ledger.free()).isEqualTo(ALL);
  }

  @Test
  void aNodeThatGrowsMeetsWhatWaited() {
    ResourceSet wanted = ResourceSet.of(Map.of("bundle", 1.0));
    ask("waits", wanted);
    assertThat(granted).isEmpty();

    ledger.grow(ResourceSet.of(Map.of("bundle", 2.0)));

    assertThat(granted).containsExactly("waits");
    assertThat(ledger.free().toMap()).containsEntry("bundle", 1.0);
  }

  @Test
  void whatIsTakenAwayWhileItIsHeldGoesWhenItIsGivenBack() {
    ResourceSet two = ResourceSet.of(Map.of("bundle", 2.0));
    ResourceSet one = ResourceSet.of(Map.of("bundle", 1.0));
    ledger.grow(two);
    assertThat(ledger.tryAcquire(one)).isTrue();

    ledger.shrink(two);
    assertThat(ledger.tryAcquire(one)).isFalse();
    assertThat(ledger.isFeasible(one)).isFalse();
    ledger.release(one);

    assertThat(ledger.free()).isEqualTo(ledger.total()).isEqualTo(ALL);
  }

  @Test
  void aRequestThatIsTakenBackIsNotGrantedAndHoldsNobodyUp() {
    Runnable large = () -> granted.add("large");
    ledger.tryAcquire(ONE);
    ledger.acquire(ALL, large);
    clock.addAndGet(ResourceLedger.PATIENCE_NANOS + 1);
    ask("small", ONE);
    assertThat(granted).isEmpty();

    assertThat(ledger.withdraw(large)).isTrue();

    assertThat(granted).containsExactly("small");
    assertThat(ledger.withdraw(large)).isFalse();
    assertThat(ledger.isContended()).isFalse();
  }

  @Test
  void nobodyEverHoldsMoreThanThereIs() throws Exception {
    ResourceLedger real = new ResourceLedger(ALL, System::nanoTime);
    long seed = System.nanoTime();
    AtomicInteger inUse = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int rounds = 20_000;
    CountDownLatch done = new CountDownLatch(4 * rounds);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(seed + t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < rounds; i++) {
                  int cpus = 1 + random.nextInt(4);
                  ResourceSet demand = ResourceSet.cpus(cpus);
                  boolean again = random.nextInt(8) == 0;
                  if (again) {
                    real.acquireAgain(demand);
                  }
                  Runnable use =
                      () -> {
                        most.accumulateAndGet(inUse.addAndGet(cpus), Math::max);
                        inUse.addAndGet(-cpus);
                        Trampoline.run(() -> real.release(demand));
                        done.countDown();
                      };
                  if (again) {
                    use.run();
                  } else {
                    real.acquire(demand, use);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done.await(20, java.util.concurrent.TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
    assertThat(most.get()).as("seed %d", seed).isLessThanOrEqualTo(4);
    assertThat(real.free()).isEqualTo(real.total());
    assertThat(real.pending()).isEmpty();
  }

  /**
   * Runs what a grant leads to after it, not within it: a chain of grants must not become a
   * recursion.
   */
  private static final class Trampoline {
    private static final ThreadLocal<Deque<Runnable>> PENDING = new ThreadLocal<>();

    static void run(Runnable step) {
      Deque<Runnable> pending = PENDING.get();
      if (pending != null) {
        pending.add(step);
        return;
      }
      pending = new ArrayDeque<>(List.of(step));
      PENDING.set(pending);
      while (!pending.isEmpty()) {
        pending.poll().run();
      }
      PENDING.remove();
    }
  }
}
