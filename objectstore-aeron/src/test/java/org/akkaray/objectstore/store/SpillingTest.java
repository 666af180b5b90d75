package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillingTest {
  private static final long CAPACITY = 1 << 20;
  private static final int LONGS = 1 << 13;
  private static final long SIZE = 8L * LONGS;
  private static final long LIMIT = 8 * CAPACITY;

  @TempDir Path folder;
  private Path disk;
  private SharedMemoryObjectStore store;

  @BeforeEach
  void open() {
    disk = folder.resolve("disk");
    store =
        SharedMemoryObjectStores.open(
            folder.resolve("memory"),
            "node",
            CAPACITY,
            1000,
            new SpillFiles(disk, "node", LIMIT),
            new StoreOptions(1, false));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .allMatch(name -> name.equals("door"));
    }
  }

  private ObjectId put(long value) {
    ObjectId id = ObjectId.fromRandom();
    long[] longs = new long[LONGS];
    java.util.Arrays.setAll(longs, i -> value + i);
    store.put(id, MemorySegment.ofArray(longs));
    return id;
  }

  private boolean holds(ObjectId id, long value) {
    return store.read(
        id,
        bytes -> {
          for (int i = 0; i < LONGS; i++) {
            if (bytes.getAtIndex(ValueLayout.JAVA_LONG, i) != value + i) {
              return false;
            }
          }
          return true;
        });
  }

  @Test
  void aWorkingSetLargerThanTheStoreGoesToDiskAndComesBack() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      ids.add(put(i));
    }
    assertThat(store.spilledBytes()).isGreaterThanOrEqualTo(2 * CAPACITY);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 48; i++) {
        assertThat(holds(ids.get(i), i)).isTrue();
      }
    }
    ids.forEach(store::delete);
    assertThat(store.stats().used()).isZero();
    assertThat(store.spilledBytes()).isZero();
  }

  @Test
  void whatWasReadBackIsNotWrittenAgain() {
    ObjectId first = put(1);
    for (int i = 0; i < 31; i++) {
      put(i);
    }
    long before = store.spilledBytes();
    assertThat(holds(first, 1)).isTrue();
    for (int i = 0; i < 16; i++) {
      put(i);
    }
    assertThat(store.spilledBytes()).isEqualTo(before + 16 * SIZE);
    assertThat(holds(first, 1)).isTrue();
  }

  @Test
  void whatSomebodyLooksAtStaysInMemory() {
    ObjectId seen = put(5);
    MemorySegment view = store.get(seen);
    for (int i = 0; i < 32; i++) {
      put(i);
    }
    assertThat(view.getAtIndex(ValueLayout.JAVA_LONG, 1)).isEqualTo(6);
    assertThat(store.get(seen).address()).isEqualTo(view.address());
  }

  @Test
  void aNeighboursPinKeepsAnObjectInMemory() throws IOException {
    ObjectId seen = put(5);
    try (NeighbourStore neighbour = NeighbourStore.open(store.folder());
        PinnedObject pin = neighbour.pin(seen)) {
      List<ObjectId> others = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        others.add(put(i));
      }
      assertThat(pin.bytes().getAtIndex(ValueLayout.JAVA_LONG, 1)).isEqualTo(6);
      assertThat(neighbour.pin(others.get(0))).as("on disk").isNull();
    }
  }

  @Test
  void secondaryCopiesAreDroppedBeforeAnythingIsWritten() {
    List<ObjectId> copies = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ObjectId id = ObjectId.fromRandom();
      store.createCopy(id, SIZE, 0);
      store.seal(id);
      copies.add(id);
    }
    put(1);
    assertThat(store.spilledBytes()).isZero();
    assertThat(copies).filteredOn(store::contains).hasSize(15).doesNotContain(copies.get(0));
  }

  @Test
  void aStoreWhoseObjectsAreAllPinnedSaysHowMuchIs() {
    for (int i = 0; i < 16; i++) {
      store.pin(put(i));
    }
    assertThatThrownBy(() -> put(16))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContainingAll(
            SIZE + " bytes", CAPACITY + " of them pinned", "0 bytes are spilled");
  }

  @Test
  void aFullDiskIsAnErrorToTheCallerAndNothingIsLost() {
    List<ObjectId> ids = new ArrayList<>();
    long fitting = (CAPACITY + LIMIT) / SIZE;
    for (int i = 0; i < fitting; i++) {
      ids.add(put(i));
    }
    ObjectId refused = ObjectId.fromRandom();
    assertThatThrownBy(() -> store.create(refused, SIZE))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContainingAll("no more can be", "at most " + LIMIT + " bytes lie on disk");
    assertThat(store.contains(refused)).isFalse();
    store.delete(ids.remove(0));
    store.delete(ids.remove(0));
    for (int i = 0; i < ids.size(); i++) {
      assertThat(holds(ids.get(i), i + 2)).as("object %s", i + 2).isTrue();
    }
    put(1);
  }

  @Test
  void aWaiterGetsTheRoomThatAnotherGivesBack() throws Exception {
    List<PinnedObject> pins = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      pins.add(store.pin(put(i)));
    }
    try (ExecutorService waiter = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ObjectId> waiting = waiter.submit(() -> put(99));
      pins.get(3).close();
      assertThat(holds(waiting.get(), 99)).isTrue();
    }
  }

  @Test
  void aDamagedFileIsNoticed() throws IOException {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      ids.add(put(i));
    }
    Path file = disk.resolve("node").resolve("objects-1");
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> holds(ids.get(0), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(ids.get(0).toString(), "checksum");
    assertThat(holds(ids.get(1), 1)).isTrue();
  }

  @Test
  void readersWritersAndDeletersAtOnceSeeNothingButWhatWasPut() throws Exception {
    long seed = 42;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(seed + thread);
        long base = 1_000_000L * thread;
        wrong.add(threads.submit(() -> useAtRandom(random, base)));
      }
      for (Future<Integer> future : wrong) {
        assertThat(future.get()).as("seed %s", seed).isZero();
      }
    }
    assertThat(store.stats().used()).isZero();
    assertThat(store.spilledBytes()).isZero();
  }

  private int useAtRandom(Random random, long base) {
    int wrong = 0;
    List<ObjectId> ids = new ArrayList<>();
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      if (ids.size() < 12 && random.nextBoolean()) {
        ids.add(put(base + i));
        values.add(base + i);
      } else if (!ids.isEmpty()) {
        int at = random.nextInt(ids.size());
        wrong += holds(ids.get(at), values.get(at)) ? 0 : 1;
        if (random.nextInt(4) == 0) {
          store.delete(ids.remove(at));
          values.remove(at);
        }
      }
    }
    ids.forEach(store::delete);
    return wrong;
  }
}
