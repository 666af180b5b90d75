package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.PullPriority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transfer that has nothing to do sleeps, and is awake at once when it has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IdleTransferTest {
  @TempDir Path folder;

  private static long threadOf(AeronObjectTransfer transfer) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
      if (thread.getThreadName().endsWith(transfer.endpoint())) {
        return thread.getThreadId();
      }
    }
    throw new AssertionError("no thread of " + transfer.endpoint());
  }

  @Test
  void takesHardlyAnyProcessorTimeUntilSomethingIsAskedFor() {
    MemoryObjects objects = new MemoryObjects();
    MemoryObjects copies = new MemoryObjects();
    try (AeronObjectTransfer holder =
            AeronObjectTransfer.builder(objects, new MemoryObjects()).folder(folder).start();
        AeronObjectTransfer receiver =
            AeronObjectTransfer.builder(new MemoryObjects(), copies).folder(folder).start()) {
      for (int round = 0; round < 2; round++) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long thread = threadOf(holder);
        await() // until it sleeps, in the second round with a peer
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> {
              long before = threads.getThreadCpuTime(thread);
              long began = System.nanoTime();
              await().pollDelay(Duration.ofMillis(400)).until(() -> true);
              double part =
                  (double) (threads.getThreadCpuTime(thread) - before)
                      / (System.nanoTime() - began);
              assertThat(part).isLessThan(0.05);
            });
        ObjectId id = ObjectId.of(1, 2, round);
        objects.put(id, 300_000);
        receiver
            .pull(id, List.of(new Holder(holder.endpoint(), false, 0)), PullPriority.GET)
            .join();
        assertThat(copies.sealed).containsKey(id);
      }
    }
  }
}
