package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferProvider;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores and two transfers, found as services and put together as a node does it. */
class JoinedStoresTest {
  private static final long CAPACITY = 4 << 20;
  private static final int SIZE = 1 << 20;
  private static final int FORM = 7;

  @TempDir Path folder;
  private SharedMemoryObjectStore there;
  private SharedMemoryObjectStore here;
  private ObjectTransfer serving;
  private ObjectTransfer pulling;

  @BeforeEach
  void open() {
    ObjectTransferProvider transfers = ObjectTransferProvider.installed().orElseThrow();
    there = store("there");
    here = store("here");
    serving = transfers.open(there, ObjectTransferProvider.Settings.on("127.0.0.1"));
    pulling = transfers.open(here, ObjectTransferProvider.Settings.on("127.0.0.1"));
  }

  private SharedMemoryObjectStore store(String node) {
    return (SharedMemoryObjectStore)
        new SharedMemoryObjectStores()
            .open(
                new ObjectStoreProvider.Settings(
                    node,
                    CAPACITY,
                    folder.resolve("memory").toString(),
                    folder.resolve("disk").toString(),
                    Long.MAX_VALUE));
  }

  @AfterEach
  void close() {
    pulling.close();
    serving.close();
    here.close();
    there.close();
  }

  private ObjectId put(ObjectStore store, long value) {
    ObjectId id = ObjectId.fromRandom();
    long[] longs = new long[SIZE / Long.BYTES];
    java.util.Arrays.setAll(longs, i -> value + i);
    store.put(id, MemorySegment.ofArray(longs), FORM);
    return id;
  }

  private CompletableFuture<Void> pull(ObjectId id) {
    return pulling
        .pull(id, List.of(new Holder(serving.endpoint(), false, 0)), PullPriority.GET)
        .orTimeout(60, TimeUnit.SECONDS);
  }

  private void assertSame(ObjectId id, long value) {
    MemorySegment bytes = here.get(id);
    assertThat(bytes.byteSize()).isEqualTo(SIZE);
    for (int i = 0; i < SIZE / Long.BYTES; i += 1000) {
      assertThat(bytes.getAtIndex(ValueLayout.JAVA_LONG, i)).isEqualTo(value + i);
    }
  }

  @Test
  void anObjectArrivesAsACopyWithItsForm() {
    ObjectId id = put(there, 42);
    pull(id).join();

    assertSame(id, 42);
    StoredObject copy = here.find(id);
    assertThat(copy.isCopy()).isTrue();
    assertThat(copy.form()).isEqualTo(FORM);
    assertThat(there.find(id).isCopy()).isFalse();
    await().until(() -> there.pins(id) == 0);
  }

  @Test
  void anObjectThatIsHereAlreadyIsNotAskedFor() {
    ObjectId id = put(here, 42);
    pull(id).join();

    assertThat(pulling.stats().bytesReceived()).isZero();
    assertThat(here.find(id).isCopy()).isFalse();
  }

  @Test
  void copiesThatNobodyUsesMakeRoomForOthersAndPrimaryObjectsGoToDisk() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(put(there, i));
    }
    assertThat(there.spilledBytes()).isPositive();
    ObjectId kept = ids.get(0);
    pull(kept).join();
    assertThat(here.setCopy(kept, false)).isTrue();
    for (int i = 1; i < 12; i++) {
      pull(ids.get(i)).join();
      assertSame(ids.get(i), i);
    }

    assertThat(here.contains(kept)).isTrue();
    assertSame(kept, 0);
    assertThat(ids.stream().filter(here::contains).count()).isLessThanOrEqualTo(5);
    assertThat(here.spilledBytes()).isLessThanOrEqualTo(SIZE);
  }

  @Test
  void anObjectOnTheHoldersDiskIsReadBackAndSent() {
    ObjectId id = put(there, 42);
    for (int i = 0; there.find(id).state() != StoredObject.State.SPILLED; i++) {
      put(there, i);
    }
    pull(id).join();

    assertSame(id, 42);
  }

  @Test
  void aPullWaitsUntilPinnedMemoryIsGivenBack() {
    ObjectId id = put(there, 42);
    List<ObjectId> inTheWay = new ArrayList<>();
    List<AutoCloseable> pins = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inTheWay.add(put(here, i));
      pins.add(here.pin(inTheWay.get(i)));
    }
    CompletableFuture<Void> pull = pull(id);
    await().during(Duration.ofMillis(300)).until(() -> !pull.isDone());
    pins.forEach(pin -> {
      try {
        pin.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    pull.join();

    assertSame(id, 42);
  }

  @Test
  void anObjectLargerThanTheStoreIsAnErrorThatSaysSo() {
    try (SharedMemoryObjectStore large =
            SharedMemoryObjectStores.open(
                folder.resolve("memory"),
                "large",
                16 << 20,
                100,
                new org.akkaray.objectstore.spill.SpillFiles(folder.resolve("disk"), "large", 0));
        ObjectTransfer ofLarge =
            ObjectTransferProvider.installed()
                .orElseThrow()
                .open(large, ObjectTransferProvider.Settings.on("127.0.0.1"))) {
      ObjectId id = ObjectId.fromRandom();
      large.create(id, 2 * CAPACITY);
      large.seal(id);

      CompletableFuture<Void> pull =
          pulling
              .pull(id, List.of(new Holder(ofLarge.endpoint(), false, 0)), PullPriority.GET)
              .orTimeout(60, TimeUnit.SECONDS);
      assertThatThrownBy(pull::join)
          .hasCauseInstanceOf(ObjectStoreFullException.class)
          .hasMessageContaining("larger than this one's object store");
    }
  }

  @Test
  void aDeletedObjectsMemoryIsFreeAfterItsLastReceiver() {
    ObjectId id = put(there, 42);
    pull(id).join();
    there.delete(id);
    here.delete(id);

    await().until(() -> there.stats().used() == 0 && here.stats().used() == 0);
  }

  @Test
  void aTransferNeedsAStoreInSharedMemory() {
    try (ObjectStore heap = new InMemoryObjectStore(1000)) {
      assertThatThrownBy(() ->
              ObjectTransferProvider.installed()
                  .orElseThrow()
                  .open(heap, ObjectTransferProvider.Settings.on("127.0.0.1")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from a store in shared memory only");
    }
  }

  @Test
  void aTransferWhoseAddressIsNotOfThisMachineSaysSo() {
    assertThatThrownBy(() ->
            ObjectTransferProvider.installed()
                .orElseThrow()
                .open(here, ObjectTransferProvider.Settings.on("203.0.113.1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("203.0.113.1");
  }
}
