package org.akkaray.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;

/** Puts, gets and reads of one process in its own store. */
public final class StoreRows implements RowGroup {
  private static final int GIGABYTE = BenchStore.GIGABYTE;
  private static final int SMALL = 1024;
  private static final int MIDDLE = 100 * 1024;
  private static final int LONGS = 40_000_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(
        StoreRowNames.PUT_1_GB,
        StoreRowNames.COPY_1_GB,
        StoreRowNames.PUT_1_KB,
        StoreRowNames.PUT_100_KB,
        StoreRowNames.GET_1_GB,
        StoreRowNames.READ_VIEW,
        StoreRowNames.READ_ARRAY)) {
      try (SharedMemoryObjectStore store = BenchStore.open(GIGABYTE + (64L << 20), 100_000)) {
        measure(bench, store);
      }
    }
  }

  private static void measure(Bench bench, SharedMemoryObjectStore store) {
    if (bench.selects(StoreRowNames.PUT_1_GB, StoreRowNames.COPY_1_GB)) {
      measureCopies(bench, store);
    }
    MemorySegment heap = MemorySegment.ofArray(new byte[MIDDLE]);
    bench.time(Row.rate(StoreRowNames.PUT_1_KB, 1, puts(store, heap.asSlice(0, SMALL))));
    bench.time(Row.rate(StoreRowNames.PUT_100_KB, 1, puts(store, heap)));
    if (bench.selects(StoreRowNames.GET_1_GB)) {
      ObjectId large = BenchStore.id(-1);
      store.create(large, GIGABYTE);
      store.seal(large);
      bench.time(Row.rate(StoreRowNames.GET_1_GB, 1, () -> store.get(large)));
      store.delete(large);
    }
    if (bench.selects(StoreRowNames.READ_VIEW, StoreRowNames.READ_ARRAY)) {
      measureReads(bench, store);
    }
  }

  private static Supplier<ObjectId> puts(SharedMemoryObjectStore store, MemorySegment bytes) {
    long[] count = new long[1];
    return () -> {
      ObjectId id = BenchStore.id(count[0]++);
      store.put(id, bytes);
      store.delete(id);
      return id;
    };
  }

  private static void measureCopies(Bench bench, SharedMemoryObjectStore store) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment from = mapped(arena);
      MemorySegment to = mapped(arena);
      Supplier<ObjectId> puts = puts(store, from);
      bench.time(
          Row.gigabytes(StoreRowNames.PUT_1_GB, 1, puts),
          Row.gigabytes(StoreRowNames.COPY_1_GB, 1, () -> to.copyFrom(from)));
    }
  }

  private static MemorySegment mapped(Arena arena) {
    Path file = BenchStore.temporaryFile(BenchStore.memoryFolder());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, GIGABYTE, arena).fill((byte) 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  /** The mapping outlives the name. */
  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void measureReads(Bench bench, SharedMemoryObjectStore store) {
    long[] array = new long[LONGS];
    java.util.Arrays.setAll(array, i -> i);
    ObjectId id = BenchStore.id(-2);
    store.put(id, MemorySegment.ofArray(array));
    MemorySegment view = store.get(id);
    double gigabytes = 8.0 * LONGS / 1e9;
    bench.time(
        Row.gigabytes(StoreRowNames.READ_VIEW, gigabytes, () -> sum(view)),
        Row.gigabytes(StoreRowNames.READ_ARRAY, gigabytes, () -> sum(array)));
    store.delete(id);
  }

  private static long sum(MemorySegment view) {
    long sum = 0;
    for (int i = 0; i < LONGS; i++) {
      sum += view.getAtIndex(ValueLayout.JAVA_LONG, i);
    }
    return sum;
  }

  private static long sum(long[] array) {
    long sum = 0;
    for (long value : array) {
      sum += value;
    }
    return sum;
  }
}
