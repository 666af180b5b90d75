package org.akkaray.benchmarks.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.benchmarks.store.BenchStore;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferProvider;
import org.akkaray.runtime.object.PullPriority;

/**
 * Two JVMs on the loopback, told that they are on different hosts: 100 MB and 1 GB from store to
 * store, by turns through a plain TCP socket; and objects of 1 KB alone and while 1 GB is under
 * way.
 */
public final class TransferRows implements RowGroup {
  private static final int MB = 1_000_000;
  private static final int SMALL = 1024;
  private static final double WARM_UP_BYTES = 4e9;
  private static final int ALONE = 500;

  @Override
  public void run(Bench bench) {
    if (!bench.selects(
        TransferRowNames.AERON_100_MB,
        TransferRowNames.TCP_100_MB,
        TransferRowNames.AERON_1_GB,
        TransferRowNames.TCP_1_GB,
        TransferRowNames.SMALL_BESIDE_LARGE,
        TransferRowNames.SMALL_BESIDE_LARGE_P99,
        TransferRowNames.SMALL_ALONE)) {
      return;
    }
    ObjectId medium = BenchStore.id(1);
    ObjectId large = BenchStore.id(2);
    ObjectId small = BenchStore.id(3);
    List<String> objects =
        List.of(
            medium.toString(), Integer.toString(100 * MB),
            large.toString(), Integer.toString(BenchStore.GIGABYTE),
            small.toString(), Integer.toString(SMALL));
    try (HolderJvm holder = new HolderJvm(objects);
        SharedMemoryObjectStore store = BenchStore.open(BenchStore.GIGABYTE + 32L * MB, 1000);
        ObjectTransfer transfer =
            ObjectTransferProvider.installed()
                .orElseThrow()
                .open(store, ObjectTransferProvider.Settings.on("127.0.0.1"));
        SocketChannel socket =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), holder.tcpPort))) {
      Pulls pulls = new Pulls(store, transfer, holder.endpoint, socket);
      int rounds = 2 * bench.timing().rounds() + 1;
      pulls.throughput(
          bench,
          medium,
          100 * MB,
          rounds,
          TransferRowNames.AERON_100_MB,
          TransferRowNames.TCP_100_MB);
      pulls.throughput(
          bench,
          large,
          BenchStore.GIGABYTE,
          rounds,
          TransferRowNames.AERON_1_GB,
          TransferRowNames.TCP_1_GB);
      pulls.latencies(bench, small, large);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Pulls(
      SharedMemoryObjectStore store,
      ObjectTransfer transfer,
      String endpoint,
      SocketChannel socket) {
    void throughput(Bench bench, ObjectId id, int size, int rounds, String aeronRow, String tcpRow)
        throws IOException {
      List<Double> aeron = new ArrayList<>();
      List<Double> tcp = new ArrayList<>();
      int warmUps = (int) Math.max(1, WARM_UP_BYTES / size);
      for (int round = -warmUps; round < rounds; round++) {
        double ofAeron = bench.seconds(() -> begin(id).join());
        store.delete(id);
        double ofTcp = overTcp(bench, id, size);
        if (round >= 0) {
          aeron.add(size / 1e9 / ofAeron);
          tcp.add(size / 1e9 / ofTcp);
        }
      }
      bench.record(new Measurement(aeronRow, "GB/s", aeron));
      bench.record(new Measurement(tcpRow, "GB/s", tcp));
    }

    private CompletableFuture<Void> begin(ObjectId id) {
      return transfer.pull(id, List.of(new Holder(endpoint, false, 0)), PullPriority.GET);
    }

    private double overTcp(Bench bench, ObjectId id, int size) throws IOException {
      MemorySegment room = store.create(id, size);
      double seconds =
          bench.seconds(() -> {
            try {
              ByteBuffer to = room.asByteBuffer();
              socket.write(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
              while (to.hasRemaining()) {
                if (socket.read(to) < 0) {
                  throw new EOFException("The holder closed the socket");
                }
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      store.delete(id);
      return seconds;
    }

    void latencies(Bench bench, ObjectId small, ObjectId large) {
      List<Double> alone = new ArrayList<>();
      List<Double> median = new ArrayList<>();
      List<Double> p99 = new ArrayList<>();
      for (int round = 0; round < bench.timing().repetitions(); round++) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
          times.add(pullAndDelete(bench, small));
        }
        alone.add(at(times, 0.5));
        List<Double> beside = besideLarge(bench, small, large);
        median.add(at(beside, 0.5));
        p99.add(at(beside, 0.99));
      }
      bench.record(new Measurement(TransferRowNames.SMALL_ALONE, "ms", alone));
      bench.record(new Measurement(TransferRowNames.SMALL_BESIDE_LARGE, "ms", median));
      bench.record(new Measurement(TransferRowNames.SMALL_BESIDE_LARGE_P99, "ms", p99));
    }

    private List<Double> besideLarge(Bench bench, ObjectId small, ObjectId large) {
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long before = transfer.stats().bytesReceived();
        CompletableFuture<Void> under = begin(large);
        while (transfer.stats().bytesReceived() == before && !under.isDone()) {
          Thread.onSpinWait();
        }
        while (!under.isDone()) {
          double millis = pullAndDelete(bench, small);
          if (!under.isDone()) {
            times.add(millis);
          }
        }
        under.join();
        store.delete(large);
      }
      return times;
    }

    private double pullAndDelete(Bench bench, ObjectId id) {
      double millis = 1e3 * bench.seconds(() -> begin(id).join());
      store.delete(id);
      return millis;
    }

    private static double at(List<Double> values, double quantile) {
      List<Double> sorted = values.stream().sorted().toList();
      return sorted.get((int) (quantile * (sorted.size() - 1)));
    }
  }
}
