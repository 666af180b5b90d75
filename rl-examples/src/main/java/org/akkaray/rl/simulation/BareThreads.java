package org.akkaray.rl.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The same rollouts without Ray: plain threads that each take the next one. */
final class BareThreads {
  private BareThreads() {}

  static Gathering.Outcome run(List<Rollout> rollouts, int threadCount) {
    long began = System.nanoTime();
    Rollout.Result[] results = new Rollout.Result[rollouts.size()];
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      threads.add(
          Thread.ofPlatform()
              .name("rollouts-" + i)
              .start(() -> {
                for (int k; (k = next.getAndIncrement()) < results.length; ) {
                  results[k] = Rollout.run(rollouts.get(k));
                }
              }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the threads ran", e);
      }
    }
    return Gathering.Outcome.of(began, Arrays.asList(results));
  }
}
