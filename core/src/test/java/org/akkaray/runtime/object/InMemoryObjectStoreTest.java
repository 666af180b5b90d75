package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore(1000);

  private static ObjectId id() {
    return ObjectId.fromRandom();
  }

  private ObjectId sealed(long size) {
    ObjectId id = id();
    store.create(id, size).fill((byte) 7);
    store.seal(id);
    return id;
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
  void readersCannotWrite() {
    MemorySegment view = store.get(sealed(8));

    assertThat(view.isReadOnly()).isTrue();
    assertThatThrownBy(() -> view.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(view.asByteBuffer().isReadOnly()).isTrue();
  }

  @Test
  void anObjectIsSealedOnce() {
    ObjectId id = sealed(8);

    assertThatThrownBy(() -> store.seal(id))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(id.toString(), "sealed already");
  }

  @Test
  void anIdIsUsedOnce() {
    ObjectId id = sealed(8);

    assertThatThrownBy(() -> store.create(id, 8))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(id.toString());
    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(1000, 8, 1));
    store.delete(id);
    store.create(id, 8);
  }

  @Test
  void whatIsNotThereIsSaidToBe() {
    ObjectId id = id();

    assertThat(store.contains(id)).isFalse();
    assertThatThrownBy(() -> store.get(id)).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> store.seal(id)).isInstanceOf(NoSuchElementException.class);
    store.delete(id);
    assertThatThrownBy(() -> store.create(id, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aFullStoreSaysWhatWasAskedUsedAndThere() {
    sealed(600);
    ObjectId tooMuch = id();

    assertThatThrownBy(() -> store.create(tooMuch, 401))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContainingAll("401 bytes", "600 of 1000 bytes", "1 object");
    assertThat(store.contains(tooMuch)).isFalse();
    store.create(id(), 400);
    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(1000, 1000, 2));
  }

  @Test
  void aDeletedObjectGivesItsRoomBackAndItsViewsThrow() {
    ObjectId id = sealed(1000);
    MemorySegment view = store.get(id);
    ByteBuffer buffer = view.asByteBuffer();
    MemorySegment slice = view.asSlice(8, 8);

    store.delete(id);
    store.delete(id);

    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(1000, 0, 0));
    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> slice.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> buffer.get(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEmptyObjectIsAnObject() {
    ObjectId id = sealed(0);

    assertThat(store.get(id).byteSize()).isZero();
    assertThat(store.stats().objects()).isEqualTo(1);
  }

  @Test
  void aClosedStoreHasNothingAndTakesNothing() {
    MemorySegment view = store.get(sealed(8));
    store.close();
    store.close();

    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(1000, 0, 0));
    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.create(id(), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void readersOnOtherThreadsSeeTheWholeObjectOrAnException() throws Exception {
    AtomicLong torn = new AtomicLong();
    CountDownLatch done = new CountDownLatch(8);
    IntStream.range(0, 8).forEach(seed -> Thread.ofPlatform().start(() -> use(seed, torn, done)));
    done.await();

    assertThat(torn).hasValue(0);
    assertThat(store.stats()).isEqualTo(new ObjectStoreStats(1000, 0, 0));
  }

  private void use(int seed, AtomicLong torn, CountDownLatch done) {
    try {
      Random random = new Random(seed);
      for (int i = 0; i < 300; i++) {
        ObjectId id = id();
        byte content = (byte) random.nextInt();
        MemorySegment room = store.create(id, 64);
        room.fill(content);
        store.seal(id);
        MemorySegment view = store.get(id);
        Thread deleter = Thread.ofVirtual().start(() -> store.delete(id));
        for (int at = 0; at < 64; at++) {
          if (!isContent(view, at, content)) {
            torn.incrementAndGet();
          }
        }
        deleter.join();
      }
    } catch (InterruptedException e) {
      torn.incrementAndGet();
    } finally {
      done.countDown();
    }
  }

  private static boolean isContent(MemorySegment view, int at, byte content) {
    try {
      return view.get(ValueLayout.JAVA_BYTE, at) == content;
    } catch (IllegalStateException e) {
      // Deleted meanwhile, as it may be. HotSpot also interrupts a thread whose access it ends.
      Thread.interrupted();
      return true;
    }
  }
}
