package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AeronObjectTransferTest {
  private static final int MB = 1 << 20;

  private final MemoryObjects here = new MemoryObjects();
  private final MemoryObjects there = new MemoryObjects();
  private final AtomicBoolean corrupt = new AtomicBoolean();
  private AeronObjectTransfer receiver;
  private AeronObjectTransfer holder;

  @BeforeEach
  void start() {
    holder = AeronObjectTransfer.builder(there, there).start();
    receiver =
        AeronObjectTransfer.builder(here, here)
            .progressTimeout(Duration.ofSeconds(2))
            .chunkHook((id, position, chunk) -> {
              if (position > 0 && corrupt.getAndSet(false)) {
                byte first = chunk.get(ValueLayout.JAVA_BYTE, 0);
                chunk.set(ValueLayout.JAVA_BYTE, 0, (byte) ~first);
              }
            })
            .start();
  }

  @AfterEach
  void stop() {
    receiver.close();
    holder.close();
    assertThat(there.pins).hasValue(0);
    assertThat(here.partial).isEmpty();
  }

  private CompletableFuture<Void> pull(ObjectId id, AeronObjectTransfer... holders) {
    List<Holder> list = Stream.of(holders).map(h -> new Holder(h.endpoint(), false, 0)).toList();
    return receiver.pull(id, list, PullPriority.GET).orTimeout(30, TimeUnit.SECONDS);
  }

  private void assertSame(ObjectId id) {
    assertThat(here.sealed.get(id).mismatch(there.sealed.get(id))).isEqualTo(-1);
  }

  @Test
  void smallEmptyAndLargeObjectsArriveAsTheyAre() {
    for (long size : new long[] {0, 1, 1000, 65_440, 65_441, 64 * MB + 7}) {
      ObjectId id = there.put(size);
      pull(id, holder).join();
      assertSame(id);
    }
    await().until(() -> there.pins.get() == 0);
  }

  @Test
  void manyObjectsAtOnceArrive() {
    List<ObjectId> ids = Stream.generate(() -> there.put(300_000)).limit(200).toList();
    CompletableFuture.allOf(
            ids.stream().map(id -> pull(id, holder)).toArray(CompletableFuture[]::new))
        .join();
    ids.forEach(this::assertSame);
  }

  @Test
  void twentyPullsOfOneObjectAreOneTransfer() {
    ObjectId id = there.put(8 * MB);
    CompletableFuture.allOf(
            Stream.generate(() -> pull(id, holder)).limit(20).toArray(CompletableFuture[]::new))
        .join();
    assertThat(here.created).hasValue(1);
    assertThat(receiver.stats().bytesReceived()).isEqualTo(8 * MB);
  }

  @Test
  void anUnknownObjectIsAnErrorThatNamesTheHolder() {
    assertThatThrownBy(() -> pull(ObjectId.fromRandom(), holder).join())
        .hasCauseInstanceOf(ObjectTransferException.class)
        .hasMessageEndingWith(": " + holder.endpoint() + ": it does not have the object");
  }

  @Test
  void aCorruptedChunkIsAskedForAgain() {
    corrupt.set(true);
    ObjectId id = there.put(8 * MB);
    pull(id, holder).join();
    assertSame(id);
    assertThat(receiver.stats().corruptedChunks()).isEqualTo(1);
  }

  @Test
  void aPullWaitsUntilThereIsRoom() {
    here.free.set(MB);
    ObjectId id = there.put(2 * MB);
    CompletableFuture<Void> pull = pull(id, holder);
    await().until(() -> receiver.stats().waiting() == 1);
    assertThat(pull).isNotDone();
    here.free.set(3 * MB);
    pull.join();
    assertSame(id);
  }
}
