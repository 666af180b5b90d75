package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.akkaray.id.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighbourStoreTest {
  private static final int LONGS = 64;

  @TempDir Path parent;
  private SharedMemoryObjectStore owner;
  private NeighbourStore neighbour;

  @BeforeEach
  void open() throws IOException {
    owner = TestStores.open(parent, "owner", 1 << 20, 1000);
    neighbour = NeighbourStore.open(owner.folder());
  }

  @AfterEach
  void close() throws IOException {
    neighbour.close();
    owner.close();
  }

  private ObjectId put(long value) {
    ObjectId id = ObjectId.fromRandom();
    long[] longs = new long[LONGS];
    java.util.Arrays.fill(longs, value);
    owner.put(id, MemorySegment.ofArray(longs));
    return id;
  }

  @Test
  void readsWhatTheOwnerHasSealedAndNothingElse() {
    ObjectId id = put(42);
    ObjectId unfinished = ObjectId.fromRandom();
    owner.create(unfinished, 8);

    assertThat(neighbour.pin(unfinished)).isNull();
    assertThat(neighbour.pin(ObjectId.fromRandom())).isNull();
    try (PinnedObject pin = neighbour.pin(id)) {
      assertThat(pin.bytes().byteSize()).isEqualTo(LONGS * 8);
      assertThat(pin.bytes().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
      assertThatThrownBy(() -> pin.bytes().set(ValueLayout.JAVA_LONG, 8, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void itsPinKeepsADeletedObjectsMemoryFromBeingUsedAgain() {
    ObjectId id = put(42);
    PinnedObject pin = neighbour.pin(id);
    owner.delete(id);

    assertThat(neighbour.pin(id)).isNull();
    assertThat(owner.stats().used()).isEqualTo(LONGS * 8);
    for (int i = 0; i < 3000; i++) {
      owner.delete(put(i));
    }
    assertThat(pin.bytes().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
    pin.close();
    assertThat(owner.stats().used()).isZero();
    assertThatThrownBy(() -> pin.bytes().get(ValueLayout.JAVA_LONG, 8))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itsBytesThrowOnceItIsClosed() throws IOException {
    PinnedObject pin = neighbour.pin(put(42));
    neighbour.close();

    assertThatThrownBy(() -> pin.bytes().get(ValueLayout.JAVA_LONG, 8))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> neighbour.pin(ObjectId.fromRandom()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatItHasPinnedStaysReadableWhenTheOwnerHasClosed() {
    PinnedObject pin = neighbour.pin(put(42));
    owner.close();

    assertThat(pin.bytes().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
  }

  @Test
  void aPinnedObjectIsNeverAnotherOneHoweverFastTheOwnerDeletes() throws Exception {
    AtomicReference<Named> newest = new AtomicReference<>(new Named(put(0), 0));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong wrong = new AtomicLong();
    AtomicLong read = new AtomicLong();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                Named named = newest.get();
                try (PinnedObject pin = neighbour.pin(named.id)) {
                  if (pin != null) {
                    read.incrementAndGet();
                    for (int i = 0; i < LONGS; i++) {
                      if (pin.bytes().getAtIndex(ValueLayout.JAVA_LONG, i) != named.value) {
                        wrong.incrementAndGet();
                      }
                    }
                  }
                }
              }
            });
    for (long value = 1; value < 100_000 || read.get() < 1000; value++) {
      Named before = newest.get();
      newest.set(new Named(put(value), value));
      owner.delete(before.id);
    }
    stop.set(true);
    reader.join();

    assertThat(wrong).hasValue(0);
    owner.delete(newest.get().id);
    assertThat(owner.stats().used()).isZero();
  }

  private record Named(ObjectId id, long value) {}
}
