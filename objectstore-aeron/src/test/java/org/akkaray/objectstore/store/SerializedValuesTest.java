package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.akkaray.exception.SerializationException;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.StoredObject;
import org.akkaray.runtime.object.StoredValue;
import org.akkaray.runtime.object.ValueCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values that need a serializer, which writes them to the arena itself. */
class SerializedValuesTest {
  private static final long CAPACITY = 64 << 20;
  private static final long INLINE = 100 << 10;

  @TempDir Path folder;
  private SharedMemoryObjectStore store;
  private ValueCodec codec;

  record Row(String name, int[] numbers, List<Double> measures) {
    static Row of(Random random) {
      int[] numbers = random.ints(random.nextInt(20)).toArray();
      List<Double> measures = new ArrayList<>(random.doubles(random.nextInt(5)).boxed().toList());
      return new Row("row " + random.nextLong() + " é€", numbers, measures);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row row
          && row.name.equals(name)
          && java.util.Arrays.equals(row.numbers, numbers)
          && row.measures.equals(measures);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  @BeforeEach
  void open() {
    store = TestStores.open(folder, "node", CAPACITY, 1000);
    codec = new ValueCodec(store, INLINE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<Row> rows(long seed, int count) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Row.of(random));
    }
    return rows;
  }

  private StoredObject only() {
    List<StoredObject> found = new ArrayList<>();
    store.forEach(found::add);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void comeBackAsTheyWereWhateverTheirSizeAndTakeNoMoreMemoryThanThat() {
    for (int count : new int[] {10, 400, 700, 1_000, 5_000, 30_000, 100_000}) {
      List<Row> rows = rows(count, count);
      Object frozen = codec.freeze(rows, ObjectId::fromRandom);
      if (frozen instanceof StoredValue stored) {
        StoredObject object = only();
        assertThat(object.state()).isEqualTo(StoredObject.State.SEALED);
        assertThat(object.pins()).isZero();
        assertThat(store.stats().used()).isBetween(object.size(), object.size() + 63);
        assertThat(codec.thaw(frozen)).as("%s rows", count).isEqualTo(rows);
        stored.free();
      } else {
        assertThat(codec.thaw(frozen)).isEqualTo(rows);
        assertThat(count).isLessThan(5_000);
      }
      assertThat(store.stats().used()).isZero();
    }
  }

  @Test
  void areNotOnTheHeapMeanwhile() {
    List<Row> rows = rows(1, 100_000);
    for (int i = 0; i < 3; i++) { // classes that are met first are work
      ((StoredValue) codec.freeze(rows, ObjectId::fromRandom)).free();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    StoredValue frozen = (StoredValue) codec.freeze(rows, ObjectId::fromRandom);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(only().size()).isGreaterThan(5_000_000);
    assertThat(allocated).isLessThan(only().size() / 2); // Fory's table of what it has met
    frozen.free();
  }

  @Test
  void goOnWhereThereIsRoomIfWhatLiesBehindThemIsTaken() throws Exception {
    List<Row> rows = rows(7, 20_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Object>> frozen = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        frozen.add(threads.submit(() -> codec.freeze(rows, ObjectId::fromRandom)));
      }
      for (Future<Object> one : frozen) {
        assertThat(codec.thaw(one.get())).isEqualTo(rows);
      }
      long size = 0;
      for (Future<Object> one : frozen) {
        size += ((StoredValue) one.get()).bytes().size() + 63;
      }
      assertThat(store.stats().used()).isLessThanOrEqualTo(size);
      for (Future<Object> one : frozen) {
        ((StoredValue) one.get()).free();
      }
    }
    assertThat(store.stats().used()).isZero();
  }

  @Test
  void findTheirLastRoomWithTheirExactSize() {
    List<Row> rows = rows(3, 60_000);
    StoredValue frozen = (StoredValue) codec.freeze(rows, ObjectId::fromRandom);
    long size = only().size();
    frozen.free();
    ObjectId before = ObjectId.fromRandom();
    ObjectId middle = ObjectId.fromRandom();
    ObjectId rest = ObjectId.fromRandom();
    for (ObjectId id : List.of(before, middle, rest)) {
      long bytes = id == before ? size / 64 * 64 : id == middle ? 64 : CAPACITY - 2 * size - 256;
      store.create(id, bytes); // not sealed: it cannot be driven out
    }
    store.delete(before);

    StoredValue again = (StoredValue) codec.freeze(rows, ObjectId::fromRandom);
    assertThat(codec.thaw(again)).isEqualTo(rows);
    again.free();
  }

  @Test
  void leaveNothingBehindIfTheyCannotBeSerialized() {
    List<Object> values = new ArrayList<>(rows(5, 20_000));
    values.add(new Thread());
    assertThatThrownBy(() -> codec.freeze(values, ObjectId::fromRandom))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Thread");
    assertThat(store.stats().used()).isZero();
    assertThat(store.stats().objects()).isZero();
  }

  @Test
  void takeAnotherIdIfTheirsIsTaken() {
    ObjectId id = ObjectId.fromRandom();
    List<Row> rows = rows(9, 5_000);
    StoredValue first = (StoredValue) codec.freeze(rows, () -> id);
    StoredValue second = (StoredValue) codec.freeze(rows, () -> id);
    assertThat(first.bytes().object()).isEqualTo(id);
    assertThat(second.bytes().object()).isNotEqualTo(id);
    assertThat(codec.thaw(second)).isEqualTo(rows);
    first.free();
    second.free();
  }

  @Test
  void areRefusedByAClosedStoreInTheOrdinaryWay() {
    store.close();
    assertThatThrownBy(() -> codec.freeze(rows(1, 10_000), ObjectId::fromRandom))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
