package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PullPriority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media drivers that end, holders that leave, and receivers that serve before they are done. */
final class TransferRecoveryTest {
  private static final int MB = 1 << 20;
  private static final Duration NEVER = Duration.ofMinutes(5);
  private static final ChunkHook NOTHING = (id, position, chunk) -> {};

  @TempDir Path folder;
  private final MemoryObjects there = new MemoryObjects();
  private final List<AeronObjectTransfer> open = new ArrayList<>();

  @AfterEach
  void stop() {
    open.forEach(AeronObjectTransfer::close);
    assertThat(there.pins).hasValue(0);
  }

  private AeronObjectTransfer start(
      MemoryObjects objects, String name, Duration progressTimeout, ChunkHook hook) {
    AeronObjectTransfer transfer =
        AeronObjectTransfer.builder(objects, objects)
            .folder(folder.resolve(name))
            .progressTimeout(progressTimeout)
            .receiversPerObject(1)
            .chunkHook(hook)
            .start();
    open.add(transfer);
    return transfer;
  }

  private static CompletableFuture<Void> pull(
      AeronObjectTransfer receiver, ObjectId id, AeronObjectTransfer holder) {
    return receiver
        .pull(id, List.of(new Holder(holder.endpoint(), false, 0)), PullPriority.GET)
        .orTimeout(60, TimeUnit.SECONDS);
  }

  private static ChunkHook onceAfter(long bytes, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return (id, position, chunk) -> {
      if (position > bytes && !done.getAndSet(true)) {
        action.run();
      }
    };
  }

  private void assertWhole(MemoryObjects here, ObjectId id) {
    assertThat(here.sealed.get(id).mismatch(there.sealed.get(id))).isEqualTo(-1);
  }

  @Test
  void aHolderThatClosesTellsItsReceivers() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", NEVER, NOTHING);
    MemoryObjects here = new MemoryObjects();
    AeronObjectTransfer receiver =
        start(here, "receiver", NEVER, onceAfter(8 * MB, () -> new Thread(holder::close).start()));

    assertThatThrownBy(() -> pull(receiver, id, holder).join())
        .hasCauseInstanceOf(ObjectTransferException.class)
        .hasMessageContaining("it is closing");
    assertThat(here.partial).isEmpty();
  }

  @Test
  void aReceiverThatClosesTellsItsHolder() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", NEVER, NOTHING);
    AtomicBoolean begun = new AtomicBoolean();
    AeronObjectTransfer receiver =
        start(new MemoryObjects(), "receiver", NEVER, onceAfter(8 * MB, () -> begun.set(true)));
    CompletableFuture<Void> pull = pull(receiver, id, holder);
    await().untilTrue(begun);
    receiver.close();

    assertThat(pull).isDone();
    await().atMost(Duration.ofSeconds(20)).until(() -> there.pins.get() == 0);
  }

  @Test
  void aReceiverServesOthersBeforeItHasAll() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", NEVER, NOTHING);
    MemoryObjects first = new MemoryObjects();
    MemoryObjects second = new MemoryObjects();
    AtomicBoolean secondBegan = new AtomicBoolean();
    AtomicBoolean firstWasDone = new AtomicBoolean();
    AeronObjectTransfer toSecond =
        start(
            second,
            "second",
            NEVER,
            (object, position, chunk) -> {
              if (!secondBegan.getAndSet(true)) {
                firstWasDone.set(first.sealed.containsKey(object));
              }
            });
    CompletableFuture<CompletableFuture<Void>> other = new CompletableFuture<>();
    AeronObjectTransfer toFirst =
        start(
            first,
            "first",
            NEVER,
            onceAfter(
                8 * MB,
                () -> {
                  other.complete(pull(toSecond, id, holder));
                  await() // so that there is something left to come
                      .atMost(Duration.ofSeconds(60))
                      .until(() -> holder.stats().redirects() == 1);
                }));
    pull(toFirst, id, holder).join();
    other.join().join();

    assertWhole(first, id);
    assertWhole(second, id);
    assertThat(firstWasDone).isFalse();
    assertThat(holder.stats().bytesSent()).isEqualTo(64 * MB);
    assertThat(toFirst.stats().bytesSent()).isEqualTo(64 * MB);
  }

  @Test
  void aHoldersDriverThatEndsIsStartedAgainAndTheObjectGoesOnFromWhereItWas() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", Duration.ofSeconds(3), NOTHING);
    MemoryObjects here = new MemoryObjects();
    AeronObjectTransfer receiver =
        start(here, "receiver", Duration.ofSeconds(3), onceAfter(8 * MB, holder::breakDriver));
    pull(receiver, id, holder).join();

    assertWhole(here, id);
    assertThat(receiver.stats().bytesReceived()).isEqualTo(64 * MB);
    ObjectId next = there.put(MB);
    pull(receiver, next, holder).join();
  }

  @Test
  void aReceiversDriverThatEndsIsStartedAgainAndTheObjectGoesOnFromWhereItWas() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", Duration.ofSeconds(3), NOTHING);
    MemoryObjects here = new MemoryObjects();
    CompletableFuture<AeronObjectTransfer> self = new CompletableFuture<>();
    AeronObjectTransfer receiver =
        start(
            here,
            "receiver",
            Duration.ofSeconds(3),
            onceAfter(8 * MB, () -> self.join().breakDriver()));
    self.complete(receiver);
    pull(receiver, id, holder).join();

    assertWhole(here, id);
    assertThat(receiver.stats().bytesReceived()).isEqualTo(64 * MB);
  }

  @Test
  void aDriverWhoseFolderIsDeletedUnderLoadIsStartedAgain() {
    ObjectId id = there.put(64 * MB);
    AeronObjectTransfer holder = start(there, "holder", Duration.ofSeconds(3), NOTHING);
    MemoryObjects here = new MemoryObjects();
    AeronObjectTransfer receiver =
        start(
            here,
            "receiver",
            Duration.ofSeconds(3),
            onceAfter(8 * MB, () -> deleteAll(folder.resolve("holder"))));
    pull(receiver, id, holder).join();
    assertWhole(here, id);

    MemoryObjects late = new MemoryObjects();
    AeronObjectTransfer stranger = start(late, "stranger", Duration.ofSeconds(3), NOTHING);
    pull(stranger, id, holder).join();
    assertWhole(late, id);
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
