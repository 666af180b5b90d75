package org.akkaray.benchmarks.store;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;

/** A million objects of 1 KB: created, listed, freed; and the heap that each takes meanwhile. */
public final class MillionObjectsRows implements RowGroup {
  private static final int OBJECTS = 1_000_000;
  private static final int SIZE = 1024;

  @Override
  public void run(Bench bench) {
    if (!bench.selects(
        StoreRowNames.MILLION_HEAP,
        StoreRowNames.MILLION_PUT,
        StoreRowNames.MILLION_LIST,
        StoreRowNames.MILLION_DELETE)) {
      return;
    }
    List<Double> heap = new ArrayList<>();
    List<Double> put = new ArrayList<>();
    List<Double> list = new ArrayList<>();
    List<Double> delete = new ArrayList<>();
    MemorySegment bytes = MemorySegment.ofArray(new byte[SIZE]);
    for (int i = 0; i < bench.timing().repetitions(); i++) {
      try (SharedMemoryObjectStore store = BenchStore.open((long) OBJECTS * SIZE, OBJECTS)) {
        double before = liveHeap();
        put.add(OBJECTS / bench.seconds(() -> put(store, bytes)));
        heap.add((liveHeap() - before) / OBJECTS);
        list.add(OBJECTS / bench.seconds(() -> list(store)));
        delete.add(OBJECTS / bench.seconds(() -> delete(store)));
      }
    }
    bench.record(new Measurement(StoreRowNames.MILLION_HEAP, "bytes", heap));
    bench.record(new Measurement(StoreRowNames.MILLION_PUT, "1/s", put));
    bench.record(new Measurement(StoreRowNames.MILLION_LIST, "1/s", list));
    bench.record(new Measurement(StoreRowNames.MILLION_DELETE, "1/s", delete));
  }

  private static void put(SharedMemoryObjectStore store, MemorySegment bytes) {
    for (int i = 0; i < OBJECTS; i++) {
      store.put(BenchStore.id(i), bytes);
    }
  }

  private static void list(SharedMemoryObjectStore store) {
    long[] seen = new long[2];
    store.forEach(object -> {
      seen[0]++;
      seen[1] += object.size();
    });
    if (seen[0] != OBJECTS || seen[1] != (long) OBJECTS * SIZE) {
      throw new IllegalStateException("The list has " + seen[0] + " objects.");
    }
  }

  private static void delete(SharedMemoryObjectStore store) {
    for (int i = 0; i < OBJECTS; i++) {
      store.delete(BenchStore.id(i));
    }
    if (store.stats().used() != 0) {
      throw new IllegalStateException("The store is not empty: " + store.stats());
    }
  }

  private static double liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
