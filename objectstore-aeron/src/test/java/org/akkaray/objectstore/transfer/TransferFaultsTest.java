package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransferFaultsTest {
  private static final int MB = 1 << 20;
  private static final ChunkHook NOTHING = (id, position, chunk) -> {};

  @TempDir Path folder;
  private final MemoryObjects here = new MemoryObjects();
  private final MemoryObjects there = new MemoryObjects();
  private final MemoryObjects elsewhere = new MemoryObjects();
  private final List<AeronObjectTransfer> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    open.forEach(AeronObjectTransfer::close);
    assertThat(there.pins).hasValue(0);
    assertThat(elsewhere.pins).hasValue(0);
    assertThat(here.partial).isEmpty();
    assertThat(driverFolders()).isEmpty();
  }

  private List<Path> driverFolders() throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isDirectory).toList();
    }
  }

  private AeronObjectTransfer start(TransferSource source, TransferSink sink, ChunkHook hook) {
    AeronObjectTransfer transfer =
        AeronObjectTransfer.builder(source, sink)
            .folder(folder)
            .progressTimeout(Duration.ofSeconds(2))
            .chunkHook(hook)
            .start();
    open.add(transfer);
    return transfer;
  }

  private static CompletableFuture<Void> pull(
      AeronObjectTransfer receiver, ObjectId id, String... endpoints) {
    List<Holder> holders = new ArrayList<>();
    for (String endpoint : endpoints) {
      holders.add(new Holder(endpoint, false, holders.size()));
    }
    return receiver.pull(id, holders, PullPriority.GET).orTimeout(60, TimeUnit.SECONDS);
  }

  /** Runs something once, on the receiver's thread, when so much has arrived. */
  private static ChunkHook once(long after, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return (id, position, chunk) -> {
      if (position > after && !done.getAndSet(true)) {
        action.run();
      }
    };
  }

  private static void hold(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherHolderGoesOnWhereAClosedOneStopped() {
    ObjectId id = there.put(64 * MB);
    elsewhere.put(id, 64 * MB);
    AeronObjectTransfer first = start(there, there, NOTHING);
    AeronObjectTransfer second = start(elsewhere, elsewhere, NOTHING);
    AeronObjectTransfer receiver = start(here, here, once(16 * MB, first::close));

    pull(receiver, id, first.endpoint(), second.endpoint()).join();

    assertThat(here.sealed.get(id).mismatch(there.sealed.get(id))).isEqualTo(-1);
    assertThat(receiver.stats().bytesReceived()).isEqualTo(64 * MB);
    assertThat(first.stats().bytesSent()).isBetween(16L * MB, 32L * MB);
    assertThat(second.stats().bytesSent()).isLessThanOrEqualTo(48 * MB);
  }

  @Test
  void anotherHolderGoesOnWhereAKilledProcessStoppedAndItsFolderIsSwept() throws Exception {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer second = start(there, there, NOTHING);
    try (HolderProcess first = new HolderProcess(folder, id, 64 * MB)) {
      AeronObjectTransfer receiver = start(here, here, once(16 * MB, first::kill));
      assertThat(NodeFolder.living(folder)).hasSize(3);

      pull(receiver, id, first.endpoint, second.endpoint()).join();

      assertThat(here.sealed.get(id).mismatch(there.sealed.get(id))).isEqualTo(-1);
      assertThat(receiver.stats().bytesReceived()).isEqualTo(64 * MB);
      assertThat(second.stats().bytesSent()).isLessThanOrEqualTo(48 * MB);
      assertThat(driverFolders()).hasSize(3);
      assertThat(NodeFolder.living(folder)).hasSize(2);

      start(elsewhere, elsewhere, NOTHING);

      assertThat(driverFolders()).hasSize(3).hasSameElementsAs(NodeFolder.living(folder));
    }
  }

  @Test
  void aReceiverThatStopsReadingBlocksNoOtherAndIsGivenUp() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, there, NOTHING);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    AeronObjectTransfer slow =
        start(
            elsewhere,
            elsewhere,
            once(
                MB,
                () -> {
                  stuck.countDown();
                  hold(release);
                }));
    AeronObjectTransfer receiver = start(here, here, NOTHING);
    try {
      CompletableFuture<Void> never = pull(slow, id, holder.endpoint());
      hold(stuck);
      pull(receiver, id, holder.endpoint()).join();
      await().atMost(Duration.ofSeconds(20)).until(() -> there.pins.get() == 0);
      assertThat(never).isNotDone();
    } finally {
      release.countDown();
    }
  }

  @Test
  void aSmallObjectDoesNotWaitForALargeOne() {
    ObjectId large = there.put(96 * MB);
    ObjectId small = there.put(1024);
    AeronObjectTransfer holder = start(there, there, NOTHING);
    AtomicLong largeSoFar = new AtomicLong();
    AtomicLong largeWhenSmallCame = new AtomicLong();
    CompletableFuture<AeronObjectTransfer> self = new CompletableFuture<>();
    ChunkHook ask = once(8 * MB, () -> pull(self.join(), small, holder.endpoint()));
    AeronObjectTransfer receiver =
        start(
            here,
            here,
            (id, position, chunk) -> {
              if (id.equals(large)) {
                largeSoFar.set(position);
                ask.arrived(id, position, chunk);
              } else {
                largeWhenSmallCame.set(largeSoFar.get());
              }
            });
    self.complete(receiver);

    pull(receiver, large, holder.endpoint()).join();

    assertThat(here.sealed).containsKeys(large, small);
    assertThat(largeWhenSmallCame.get()).isBetween(8L * MB, 48L * MB);
  }

  @Test
  void closingFailsWhatIsUnderWayAndWhatWaits() throws Exception {
    ObjectId large = there.put(64 * MB);
    ObjectId larger = there.put(65 * MB);
    here.free.set(64 * MB);
    AeronObjectTransfer holder = start(there, there, NOTHING);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AeronObjectTransfer receiver =
        start(
            here,
            here,
            once(
                MB,
                () -> {
                  reached.countDown();
                  hold(release);
                }));
    CompletableFuture<Void> underWay = pull(receiver, large, holder.endpoint());
    CompletableFuture<Void> waiting = pull(receiver, larger, holder.endpoint());
    hold(reached);
    Thread closer = Thread.ofPlatform().start(receiver::close);
    await().until(() -> closer.getState() == Thread.State.WAITING);
    release.countDown();
    closer.join();

    for (CompletableFuture<Void> pull : List.of(underWay, waiting)) {
      assertThatThrownBy(pull::join)
          .hasCauseInstanceOf(ObjectTransferException.class)
          .hasMessageContaining("The transfer is closed");
    }
    assertThat(here.free).hasValue(64L * MB);
    assertThatThrownBy(() -> pull(receiver, large, holder.endpoint()).join())
        .hasMessageContaining("The transfer is closed");
  }

  @Test
  void aSinkWithoutRoomIsAskedNowAndThenOnly() {
    ObjectId id = there.put(MB);
    here.full.set(true);
    AeronObjectTransfer holder = start(there, there, NOTHING);
    AeronObjectTransfer receiver = start(here, here, NOTHING);
    CompletableFuture<Void> pull = pull(receiver, id, holder.endpoint());
    await().until(() -> here.asked.get() >= 3);
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> here.asked.get() <= 20);
    assertThat(pull).isNotDone();
    here.full.set(false);
    pull.join();
  }

  @Test
  void whatASourceThrowsIsToldAndAnotherHolderIsAsked() {
    ObjectId id = there.put(MB);
    TransferSource broken =
        any -> {
          throw new IllegalStateException("the disk is gone");
        };
    AeronObjectTransfer first = start(broken, elsewhere, NOTHING);
    AeronObjectTransfer second = start(there, there, NOTHING);
    AeronObjectTransfer receiver = start(here, here, NOTHING);

    assertThatThrownBy(() -> pull(receiver, id, first.endpoint()).join())
        .hasCauseInstanceOf(ObjectTransferException.class)
        .hasMessageContaining("IllegalStateException: the disk is gone");
    pull(receiver, id, first.endpoint(), second.endpoint()).join();
  }

  @Test
  void whatASinkThrowsIsTheFailureOfThePull() {
    ObjectId id = there.put(MB);
    AeronObjectTransfer holder = start(there, there, NOTHING);
    for (String fault : List.of("create", "seal")) {
      TransferSink broken =
          new TransferSink() {
            @Override
            public MemorySegment create(ObjectId object, long size) {
              fail("create");
              return here.create(object, size);
            }

            @Override
            public void seal(ObjectId object) {
              fail("seal");
            }

            @Override
            public void abort(ObjectId object) {
              here.abort(object);
              fail("seal");
            }

            @Override
            public long freeBytes() {
              return here.freeBytes();
            }

            private void fail(String step) {
              if (fault.equals(step)) {
                throw new IllegalArgumentException("no " + step);
              }
            }
          };
      AeronObjectTransfer receiver = start(here, broken, NOTHING);
      assertThatThrownBy(() -> pull(receiver, id, holder.endpoint()).join())
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no " + fault);
    }
  }
}
