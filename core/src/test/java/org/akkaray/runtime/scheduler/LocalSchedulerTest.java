package org.akkaray.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalSchedulerTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int CPUS = 2;

  private final AtomicLong offset = new AtomicLong();
  private final ResourceLedger ledger =
      new ResourceLedger(ResourceSet.cpus(CPUS), () -> System.nanoTime() + offset.get());
  private final LocalScheduler scheduler =
      new LocalScheduler(ledger, () -> System.nanoTime() + offset.get());

  @AfterEach
  void close() {
    scheduler.close();
  }

  /** Work that counts how often it is run. */
  private static final class Job implements Work {
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Consumer<Lease> body;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    Job(Consumer<Lease> body) {
      this.body = body;
    }

    @Override
    public boolean claim() {
      return claimed.compareAndSet(false, true);
    }

    @Override
    public boolean isClaimed() {
      return claimed.get();
    }

    @Override
    public void run(Lease lease) {
      body.accept(lease);
      runs.incrementAndGet();
      done.countDown();
    }

    void await() {
      try {
        done.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitRest(String context) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(scheduler.queued()).as(context).isEmpty();
          assertThat(ledger.free()).as(context).isEqualTo(ledger.total());
        });
  }

  @Test
  void noWorkIsLostHoweverItIsSubmittedAndWaitedFor() throws Exception {
    long seed = System.nanoTime();
    ConcurrentLinkedQueue<Job> all = new ConcurrentLinkedQueue<>();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<SchedulingClass> classes =
        List.of(
            scheduler.classFor(ResourceSet.cpus(1)),
            scheduler.classFor(ResourceSet.cpus(1)),
            scheduler.classFor(ResourceSet.cpus(2)));
    assertThat(classes.get(0)).isSameAs(classes.get(1));
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      Random random = new Random(seed + t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; round < 3000; round++) {
                  submit(random, classes, all, running, most, 3);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    awaitRest("seed " + seed);
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(all).as("seed %d", seed).allMatch(job -> job.runs.get() == 1));
    assertThat(all).hasSizeGreaterThanOrEqualTo(9000);
    assertThat(most.get()).as("CPUs in use, seed %d", seed).isLessThanOrEqualTo(CPUS);
  }

  /**
   * Submits a job that may submit others, and may wait for them: in place, or blocked without its
   * CPUs.
   */
  private Job submit(
      Random random,
      List<SchedulingClass> classes,
      ConcurrentLinkedQueue<Job> all,
      AtomicInteger running,
      AtomicInteger most,
      int depth) {
    int kind = random.nextInt(classes.size());
    int cpus = kind == 2 ? 2 : 1;
    int plan = depth == 0 ? 0 : random.nextInt(6);
    long childSeed = random.nextLong();
    Job job =
        new Job(lease -> {
          most.accumulateAndGet(running.addAndGet(cpus), Math::max);
          Job child = null;
          if (plan >= 4) {
            child = submit(new Random(childSeed), classes, all, running, most, depth - 1);
          }
          running.addAndGet(-cpus);
          if (plan == 5) {
            boolean suspended = lease.suspend();
            child.await();
            if (suspended) {
              lease.resume();
            }
          }
        });
    all.add(job);
    scheduler.submit(classes.get(kind), job);
    if (depth == 3 && random.nextInt(3) == 0) {
      scheduler.tryRunInPlace(classes.get(kind), job, null);
    }
    return job;
  }

  @Test
  void aWorkerOfABusyClassMakesRoomForAnotherClass() {
    SchedulingClass busy = scheduler.classFor(ResourceSet.cpus(2));
    SchedulingClass other = scheduler.classFor(ResourceSet.cpus(1));
    int many = 20_000;
    AtomicInteger busyRuns = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(-1);
    CountDownLatch go = new CountDownLatch(1);
    Job first =
        new Job(lease -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    scheduler.submit(busy, first);
    for (int i = 0; i < many; i++) {
      scheduler.submit(
          busy,
          new Job(lease -> {
            busyRuns.incrementAndGet();
            offset.addAndGet(LocalScheduler.SLICE_NANOS / 10);
          }));
    }
    Job waiting = new Job(lease -> before.set(busyRuns.get()));
    scheduler.submit(other, waiting);

    go.countDown();
    waiting.await();

    assertThat(before.get()).isBetween(0, many / 10);
    Awaitility.await().atMost(SOON).until(() -> busyRuns.get() == many);
  }

  @Test
  void workThatHoldsEnoughRunsOtherWorkInItsPlaceWithoutAskingForMore() {
    SchedulingClass one = scheduler.classFor(ResourceSet.cpus(1));
    SchedulingClass two = scheduler.classFor(ResourceSet.cpus(2));
    AtomicBoolean small = new AtomicBoolean();
    AtomicBoolean large = new AtomicBoolean();
    Job outer =
        new Job(lease -> {
          small.set(scheduler.tryRunInPlace(one, new Job(same -> {}), lease));
          large.set(scheduler.tryRunInPlace(two, new Job(same -> {}), lease));
        });
    scheduler.submit(one, outer);
    outer.await();

    assertThat(small).isTrue();
    assertThat(large).isFalse();
    awaitRest("in place");
  }

  @Test
  void whatIsTakenOutAtTheEndWasNotRun() {
    SchedulingClass impossible = scheduler.classFor(ResourceSet.cpus(3));
    Job job = new Job(lease -> {});
    scheduler.submit(impossible, job);
    assertThat(scheduler.queued()).containsEntry(ResourceSet.cpus(3), 1L);

    scheduler.close();

    assertThat(scheduler.takeQueued()).containsExactly(job);
    assertThat(scheduler.tryRunInPlace(impossible, job, null)).isFalse();
    assertThat(job.runs).hasValue(0);
  }
}
