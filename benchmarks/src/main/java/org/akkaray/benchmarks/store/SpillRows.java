package org.akkaray.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;

/**
 * A working set of three times the store: all of it is put, then all of it is read. Beside it, in
 * turns, the same bytes are written to a file of the same disk, all the way, and read from it.
 */
public final class SpillRows implements RowGroup {
  private static final long STORE = 256L << 20;
  private static final int OBJECT = 8 << 20;
  private static final int OBJECTS = (int) (3 * STORE / OBJECT);
  private static final double GIGABYTES = 2.0 * OBJECTS * OBJECT / 1e9;

  @Override
  public void run(Bench bench) {
    if (!bench.selects(StoreRowNames.SPILL, StoreRowNames.DISK)) {
      return;
    }
    List<Double> spill = new ArrayList<>();
    List<Double> disk = new ArrayList<>();
    for (int i = 0; i <= bench.timing().repetitions(); i++) { // one to warm up
      double spilling = GIGABYTES / bench.seconds(SpillRows::useStore);
      double plain = GIGABYTES / bench.seconds(SpillRows::useFile);
      if (i > 0) {
        spill.add(spilling);
        disk.add(plain);
      }
    }
    bench.record(new Measurement(StoreRowNames.SPILL, "GB/s", spill));
    bench.record(new Measurement(StoreRowNames.DISK, "GB/s", disk));
  }

  private static void useStore() {
    MemorySegment bytes = MemorySegment.ofArray(new long[OBJECT / Long.BYTES]);
    try (SharedMemoryObjectStore store = BenchStore.open(STORE, 1000)) {
      for (int i = 0; i < OBJECTS; i++) {
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, i);
        store.put(BenchStore.id(i), bytes);
      }
      for (int i = 0; i < OBJECTS; i++) {
        long found =
            store.read(
                BenchStore.id(i),
                read -> {
                  bytes.copyFrom(read);
                  return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
                });
        if (found != i) {
          throw new IllegalStateException("Object " + i + " came back as " + found);
        }
      }
    }
  }

  private static void useFile() {
    Path file = BenchStore.temporaryFile(BenchStore.diskFolder());
    ByteBuffer buffer = ByteBuffer.allocateDirect(OBJECT);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int i = 0; i < OBJECTS; i++) {
        buffer.clear();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      channel.force(false); // or it is the speed of memory
      channel.position(0);
      for (int i = 0; i < OBJECTS; i++) {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
