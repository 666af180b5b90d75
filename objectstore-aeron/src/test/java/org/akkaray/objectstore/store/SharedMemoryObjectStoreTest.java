package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.akkaray.runtime.object.ObjectStoreStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryObjectStoreTest {
  private static final long CAPACITY = 1 << 20;

  @TempDir Path parent;
  private SharedMemoryObjectStore store;

  @BeforeEach
  void open() {
    store = TestStores.open(parent, "node", CAPACITY, 1000);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static ObjectId id() {
    return ObjectId.fromRandom();
  }

  private ObjectId sealed(long size) {
    ObjectId id = id();
    store.create(id, size).fill((byte) 7);
    store.seal(id);
    return id;
  }

  private ObjectId put(byte... bytes) {
    ObjectId id = id();
    store.put(id, MemorySegment.ofArray(bytes));
    return id;
  }

  @Test
  void theInstalledStoreIsThisOne() {
    var settings = new ObjectStoreProvider.Settings("n", CAPACITY, parent.toString(), "", 0);
    try (var installed = ObjectStoreProvider.installed().open(settings)) {
      assertThat(installed).isInstanceOf(SharedMemoryObjectStore.class);
    }
  }

  @Test
  void readersSeeWhatWasWrittenOnceItIsSealed() {
    ObjectId id = id();
    MemorySegment room = store.create(id, 16);
    assertThat(room.byteSize()).isEqualTo(16);
    assertThat(room.address() % 64).isZero();
    room.set(ValueLayout.JAVA_LONG, 8, 42);

    assertThat(store.contains(id)).isTrue();
    assertThatThrownBy(() -> store.get(id))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining(id.toString());
    store.seal(id);
    assertThat(store.get(id).get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
  }

  @Test
  void nobodyWritesToASealedObject() {
    ObjectId id = id();
    MemorySegment room = store.create(id, 16);
    store.seal(id);
    MemorySegment view = store.get(id);

    assertThatThrownBy(() -> room.set(ValueLayout.JAVA_LONG, 8, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.set(ValueLayout.JAVA_LONG, 8, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(view.asByteBuffer().isReadOnly()).isTrue();
  }

  @Test
  void anObjectIsSealedOnceAndAnIdUsedOnce() {
    ObjectId id = sealed(8);

    assertThatThrownBy(() -> store.seal(id)).hasMessageContainingAll(id.toString(), "sealed");
    assertThatThrownBy(() -> store.create(id, 8))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(id.toString());
    assertThatThrownBy(() -> store.put(id, MemorySegment.ofArray(new byte[3])))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(CAPACITY, 64, 1));
    store.delete(id);
    store.create(id, 8);
  }

  @Test
  void whatIsNotThereIsSaidToBe() {
    ObjectId id = id();

    assertThat(store.contains(id)).isFalse();
    assertThatThrownBy(() -> store.get(id)).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> store.pin(id)).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> store.seal(id)).isInstanceOf(NoSuchElementException.class);
    store.delete(id);
    assertThatThrownBy(() -> store.create(id, -1)).hasMessageContaining("-1");
  }

  @Test
  void aFullStoreSaysWhatWasAskedUsedAndThereAndGoesOn() {
    ObjectId large = sealed(CAPACITY / 2 + 64);
    ObjectId tooMuch = id();

    assertThatThrownBy(() -> store.create(tooMuch, CAPACITY / 2))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContainingAll(CAPACITY / 2 + " bytes", "of " + CAPACITY, "1 object");
    assertThatThrownBy(() -> store.create(tooMuch, CAPACITY * 2))
        .isInstanceOf(ObjectStoreFullException.class);
    assertThat(store.contains(tooMuch)).isFalse();
    store.delete(large);
    store.create(tooMuch, CAPACITY);
  }

  @Test
  void aFullTableSaysSo() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      ids.add(put((byte) i));
    }
    assertThatThrownBy(() -> put((byte) 1))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContaining("no place in its table");
    for (int i = 0; i < 1000; i++) {
      assertThat(store.get(ids.get(i)).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) i);
    }
    ids.forEach(store::delete);
    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(CAPACITY, 0, 0));
  }

  @Test
  void aDeletedObjectGivesItsRoomBackAndItsViewsThrow() {
    ObjectId id = sealed(CAPACITY);
    MemorySegment view = store.get(id);
    MemorySegment again = store.get(id);
    ByteBuffer buffer = view.asByteBuffer();
    MemorySegment slice = view.asSlice(8, 8);

    store.delete(id);
    store.delete(id);

    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(CAPACITY, 0, 0));
    for (MemorySegment segment : List.of(view, again, slice)) {
      assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> buffer.get(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aWriterOfADeletedObjectGetsAnException() {
    ObjectId id = id();
    MemorySegment room = store.create(id, 64);

    store.delete(id);

    assertThatThrownBy(() -> room.fill((byte) 1)).isInstanceOf(IllegalStateException.class);
    assertThat(store.stats().used()).isZero();
  }

  @Test
  void aPinKeepsADeletedObjectsMemoryAndItsBytesThrowWhenItEnds() {
    ObjectId id = put((byte) 1, (byte) 2);
    PinnedObject pin = store.pin(id);
    store.delete(id);

    assertThat(store.contains(id)).isFalse();
    assertThat(store.stats().used()).isEqualTo(64);
    assertThat(pin.bytes().get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 2);
    pin.close();
    pin.close();
    assertThat(store.stats().used()).isZero();
    assertThatThrownBy(() -> pin.bytes().get(ValueLayout.JAVA_BYTE, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aViewsSlicesStayReadableWhenTheViewItselfIsForgotten() {
    ObjectId id = put((byte) 1, (byte) 2);
    MemorySegment slice = store.get(id).asSlice(1);
    System.gc();
    MemorySegment again = store.get(id);
    store.stats();

    assertThat(slice.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 2);
    store.delete(id);
    for (MemorySegment segment : List.of(slice, again)) {
      assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aViewThatNobodyCanReachIsNoPin() {
    ObjectId id = put((byte) 1);
    store.get(id);
    assertThat(store.pins(id)).isEqualTo(1);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          System.gc();
          store.stats();
          return store.pins(id) == 0;
        });
    assertThat(store.get(id).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
  }

  @Test
  void anEmptyObjectIsAnObject() {
    ObjectId id = sealed(0);

    assertThat(store.get(id).byteSize()).isZero();
    assertThat(store.stats().objects()).isEqualTo(1);
  }

  @Test
  void aClosedStoreHasNothingTakesNothingAndLeavesNothing() throws IOException {
    ObjectId id = sealed(8);
    MemorySegment view = store.get(id);
    PinnedObject pin = store.pin(id);
    MemorySegment room = store.create(id(), 8);
    store.close();
    store.close();

    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(CAPACITY, 0, 0));
    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pin.bytes().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> room.set(ValueLayout.JAVA_BYTE, 0, (byte) 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.create(id(), 1)).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.get(id)).isInstanceOf(NoSuchElementException.class);
    pin.close();
    try (Stream<Path> files = Files.walk(parent)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("door");
    }
  }

  @Test
  void aStoreThatDoesNotFitSaysSoAndLeavesNothing() {
    assertThatThrownBy(() -> TestStores.open(parent, "huge", 1L << 45, 1000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(parent.toString(), "bytes free", "ray.node.object-store-memory");
    assertThat(parent.resolve("huge")).doesNotExist();
  }

  @Test
  void twoStoresCannotHaveOneFolder() {
    assertThatThrownBy(() -> TestStores.open(parent, "node", CAPACITY, 1000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another living node");
  }
}
