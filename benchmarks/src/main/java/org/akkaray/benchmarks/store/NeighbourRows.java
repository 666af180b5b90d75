package org.akkaray.benchmarks.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.store.NeighbourStore;
import org.akkaray.objectstore.store.PinnedObject;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;

/**
 * An object of 1 GB that another process of this host reads: how long until its first byte, and how
 * much memory of its own that process takes to read all of it.
 */
public final class NeighbourRows implements RowGroup {
  private static final int TIMES = 200;

  /** Pins that do not count: the first ones load classes. */
  private static final int FIRST = 100;

  @Override
  public void run(Bench bench) {
    if (!bench.selects(StoreRowNames.NEIGHBOUR_FIRST_BYTE, StoreRowNames.NEIGHBOUR_MEMORY)) {
      return;
    }
    ObjectId id = BenchStore.id(0);
    try (SharedMemoryObjectStore store = BenchStore.open(BenchStore.GIGABYTE + (1L << 20), 1000)) {
      MemorySegment room = store.create(id, BenchStore.GIGABYTE);
      room.fill((byte) 1);
      store.seal(id);
      List<Double> micros = new ArrayList<>();
      List<Double> megabytes = new ArrayList<>();
      for (int i = 0; i < bench.timing().repetitions(); i++) {
        String[] printed = readInOtherProcess(store.folder(), id).split(" ");
        micros.add(Double.valueOf(printed[0]));
        megabytes.add(Double.valueOf(printed[1]));
      }
      bench.record(new Measurement(StoreRowNames.NEIGHBOUR_FIRST_BYTE, "us", micros));
      bench.record(new Measurement(StoreRowNames.NEIGHBOUR_MEMORY, "MB", megabytes));
    }
  }

  private static String readInOtherProcess(Path folder, ObjectId id) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NeighbourRows.class.getName(), folder.toString(), id.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader output = process.inputReader()) {
        String line = output.readLine();
        if (line == null) {
          throw new IllegalStateException("The process that reads printed nothing.");
        }
        return line;
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The other process: prints the median microseconds from the request to the first byte, and the
   * megabytes that its private memory grew by.
   */
  public static void main(String[] arguments) throws IOException {
    ObjectId id = ObjectId.fromHexString(arguments[1]);
    try (NeighbourStore store = NeighbourStore.open(Path.of(arguments[0]))) {
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < FIRST + TIMES; i++) {
        long began = System.nanoTime();
        PinnedObject pin = pin(store, id);
        byte first = pin.bytes().get(ValueLayout.JAVA_BYTE, 0);
        long took = System.nanoTime() - began;
        pin.close();
        if (first != 1) {
          throw new IllegalStateException("The first byte is " + first);
        }
        if (i >= FIRST) {
          nanos.add(took);
        }
      }
      nanos.sort(null);
      double before = privateMegabytes();
      long sum = 0;
      try (PinnedObject pin = pin(store, id)) {
        for (long i = 0; i < pin.bytes().byteSize(); i += Long.BYTES) {
          sum += pin.bytes().get(ValueLayout.JAVA_LONG, i);
        }
      }
      if (sum == 0) {
        throw new IllegalStateException("Nothing was read.");
      }
      System.out.println(nanos.get(nanos.size() / 2) / 1e3 + " " + (privateMegabytes() - before));
    }
  }

  private static PinnedObject pin(NeighbourStore store, ObjectId id) {
    PinnedObject pin = store.pin(id);
    if (pin == null) {
      throw new IllegalStateException("The neighbour does not have " + id);
    }
    return pin;
  }

  /** Memory that is neither a file nor shared. */
  private static double privateMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .sum();
  }
}
