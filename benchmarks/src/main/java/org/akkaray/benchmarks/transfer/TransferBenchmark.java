package org.akkaray.benchmarks.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.transfer.AeronObjectTransfer;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.PullPriority;

/**
 * Two JVMs: 100 MB and 1 GB over {@link AeronObjectTransfer}, by turns with a plain TCP socket, and
 * a 1 KB object while a 1 GB one is under way. Needs 1 GB off the heap in each JVM and the JVM
 * flags of {@code bin/ray jvm-flags}.
 */
public final class TransferBenchmark {
  private static final int MB = 1_000_000;
  private static final int LARGE = 1_000 * MB;
  private static final int WARM_UPS = 3;
  private static final double LEAST_RATIO = 0.7;
  private static final double MOST_MILLIS = 2;

  private final ObjectId medium = ObjectId.fromRandom();
  private final ObjectId large = ObjectId.fromRandom();
  private final ObjectId small = ObjectId.fromRandom();
  private final OffHeapObjects here = new OffHeapObjects();

  private TransferBenchmark() {}

  /** Runs it and prints; no arguments. */
  public static void main(String[] arguments) throws IOException {
    new TransferBenchmark().run();
  }

  private void run() throws IOException {
    List<String> objects =
        List.of(
            medium.toString(), Integer.toString(100 * MB),
            large.toString(), Integer.toString(LARGE),
            small.toString(), "1024");
    here.add(medium, 100 * MB);
    MemorySegment room = here.add(large, LARGE);
    here.add(small, 1024);
    try (HolderJvm holder = new HolderJvm(objects);
        AeronObjectTransfer transfer = AeronObjectTransfer.builder(here, here).start();
        SocketChannel socket =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), holder.tcpPort))) {
      List<Holder> holders = List.of(new Holder(holder.endpoint, false, 0));
      throughput("100 MB", medium, 100 * MB, 11, transfer, holders, socket, room);
      throughput("1 GB", large, LARGE, 5, transfer, holders, socket, room);
      latency(transfer, holders);
    }
  }

  private static void throughput(
      String name,
      ObjectId id,
      int size,
      int rounds,
      AeronObjectTransfer transfer,
      List<Holder> holders,
      SocketChannel socket,
      MemorySegment room)
      throws IOException {
    List<Double> aeron = new ArrayList<>();
    List<Double> tcp = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      long start = System.nanoTime();
      transfer.pull(id, holders, PullPriority.GET).join();
      long middle = System.nanoTime();
      overTcp(socket, room.asSlice(0, size).asByteBuffer());
      long end = System.nanoTime();
      if (round >= 0) {
        aeron.add(1e3 * size / (middle - start));
        tcp.add(1e3 * size / (end - middle));
        ratios.add((double) (end - middle) / (middle - start));
      }
    }
    double ratio = at(ratios, 0.5);
    print(
        "%s: Aeron %.0f MB/s (%.0f to %.0f), TCP %.0f MB/s (%.0f to %.0f); ratio %.2f, at least"
            + " %.2f required: %s",
        name,
        at(aeron, 0.5),
        at(aeron, 0),
        at(aeron, 1),
        at(tcp, 0.5),
        at(tcp, 0),
        at(tcp, 1),
        ratio,
        LEAST_RATIO,
        ratio >= LEAST_RATIO ? "yes" : "NO");
  }

  private static void overTcp(SocketChannel socket, ByteBuffer to) throws IOException {
    socket.write(ByteBuffer.allocate(Long.BYTES).putLong(0, to.remaining()));
    while (to.hasRemaining()) {
      if (socket.read(to) < 0) {
        throw new EOFException("The holder closed the socket");
      }
    }
  }

  private void latency(AeronObjectTransfer transfer, List<Holder> holders) {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      CompletableFuture<Void> under = transfer.pull(large, holders, PullPriority.GET);
      long begun = transfer.stats().bytesReceived();
      while (transfer.stats().bytesReceived() == begun && !under.isDone()) {
        Thread.onSpinWait();
      }
      while (!under.isDone()) {
        long start = System.nanoTime();
        transfer.pull(small, holders, PullPriority.GET).join();
        if (!under.isDone()) {
          millis.add((System.nanoTime() - start) / 1e6);
        }
      }
      under.join();
    }
    double median = at(millis, 0.5);
    print(
        "1 KB while 1 GB is under way: median %.2f ms, p90 %.2f ms, p99 %.2f ms, worst %.2f ms of"
            + " %d; under %.0f ms required: median %s, p99 %s",
        median,
        at(millis, 0.9),
        at(millis, 0.99),
        at(millis, 1),
        millis.size(),
        MOST_MILLIS,
        median < MOST_MILLIS ? "yes" : "NO",
        at(millis, 0.99) < MOST_MILLIS ? "yes" : "NO");
  }

  private static double at(List<Double> values, double quantile) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (quantile * (sorted.size() - 1)));
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
