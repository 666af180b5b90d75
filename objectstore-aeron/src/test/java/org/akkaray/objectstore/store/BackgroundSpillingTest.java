package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.runtime.object.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store does that is over its threshold and not full. */
class BackgroundSpillingTest {
  private static final int CAPACITY = 1 << 20;
  private static final int SIZE = CAPACITY / 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private SharedMemoryObjectStore open(double threshold, long limit) {
    return SharedMemoryObjectStores.open(
        folder.resolve("memory"),
        "node",
        CAPACITY,
        1000,
        new SpillFiles(folder.resolve("disk"), "node", limit),
        new StoreOptions(threshold, false));
  }

  private static List<ObjectId> put(SharedMemoryObjectStore store, int objects) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      ObjectId id = ObjectId.fromRandom();
      byte[] bytes = new byte[SIZE];
      bytes[0] = (byte) i;
      store.put(id, MemorySegment.ofArray(bytes));
      ids.add(id);
    }
    return ids;
  }

  private static List<ObjectId> inMemory(SharedMemoryObjectStore store, List<ObjectId> ids) {
    return ids.stream()
        .filter(id -> {
          StoredObject found = store.find(id);
          return found != null && found.state() == StoredObject.State.SEALED;
        })
        .toList();
  }

  @Test
  void overTheThresholdTheLeastRecentlyUsedIsWrittenAndStaysInMemory() {
    try (SharedMemoryObjectStore store = open(0.5, CAPACITY)) {
      List<ObjectId> ids = put(store, 8);
      assertThat(store.spilledBytes()).as("at the threshold").isZero();
      store.read(ids.get(0), bytes -> true);
      ids.addAll(put(store, 4));

      await().atMost(PATIENCE).until(() -> store.spilledBytes() >= 4 * SIZE);
      assertThat(inMemory(store, ids)).as("all can be read without the disk").hasSize(12);
      List<ObjectId> more = put(store, 8); // four more than there is room for
      assertThat(inMemory(store, ids))
          .hasSize(8)
          .contains(ids.get(0))
          .doesNotContainAnyElementsOf(ids.subList(1, 5));
      for (int i = 0; i < 12; i++) {
        byte wanted = (byte) (i < 8 ? i : i - 8);
        assertThat(store.<Byte>read(ids.get(i), b -> b.get(ValueLayout.JAVA_BYTE, 0)))
            .isEqualTo(wanted);
      }
      assertThat(more).allMatch(store::contains);
    }
  }

  @Test
  void whatIsDeletedTakesItsBytesOnDiskAlong() {
    try (SharedMemoryObjectStore store = open(0.5, CAPACITY)) {
      List<ObjectId> ids = put(store, 12);
      await().atMost(PATIENCE).until(() -> store.spilledBytes() >= 4 * SIZE);
      ids.forEach(store::delete);
      await().atMost(PATIENCE).until(() -> store.spilledBytes() == 0);
      assertThat(store.stats().used()).isZero();
    }
  }

  @Test
  void aWriteThatNobodyWantsAnyMoreIsGivenUp() throws Exception {
    MemorySegment bytes = MemorySegment.ofArray(new byte[3 * CAPACITY]);
    bytes.set(ValueLayout.JAVA_BYTE, 7, (byte) 5);
    try (SpillFiles disk = new SpillFiles(folder.resolve("disk"), "node", 4 * CAPACITY)) {
      AtomicInteger asked = new AtomicInteger();
      assertThat(disk.write(bytes, () -> asked.incrementAndGet() == 2)).isNull();
      assertThat(disk.bytes()).isZero();

      MemorySegment back = MemorySegment.ofArray(new byte[3 * CAPACITY]);
      disk.read(disk.write(bytes), back);
      assertThat(back.mismatch(bytes)).isEqualTo(-1);
    }
  }

  @Test
  void withoutRoomOnDiskAFullStoreStillTakesWhatFits() {
    try (SharedMemoryObjectStore store = open(0.5, 2 * SIZE)) {
      List<ObjectId> ids = put(store, 12);
      await().atMost(PATIENCE).until(() -> store.spilledBytes() == 2 * SIZE);
      ids.addAll(put(store, 6)); // takes the memory of the two that are on disk
      assertThat(ids).hasSize(18).allMatch(store::contains);
      assertThat(inMemory(store, ids)).hasSize(16);
    }
  }

  @Test
  void withAThresholdOfOneNothingIsWrittenBeforeTheStoreIsFull() {
    try (SharedMemoryObjectStore store = open(1, CAPACITY)) {
      put(store, 16);
      assertThat(store.spilledBytes()).isZero();
      put(store, 1);
      assertThat(store.spilledBytes()).isEqualTo(SIZE);
    }
  }

  @Test
  void copiesOfWhatOthersHaveAreNotWritten() {
    try (SharedMemoryObjectStore store = open(0.5, CAPACITY)) {
      List<ObjectId> copies = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        ObjectId id = ObjectId.fromRandom();
        store.createCopy(id, SIZE, 0);
        store.seal(id);
        copies.add(id);
      }
      put(store, 4);
      assertThat(store.spilledBytes()).isZero();
      for (ObjectId copy : copies) {
        store.setCopy(copy, false); // those that had the primaries are gone
      }
      await().atMost(PATIENCE).until(() -> store.spilledBytes() >= 8 * SIZE);
    }
  }
}
