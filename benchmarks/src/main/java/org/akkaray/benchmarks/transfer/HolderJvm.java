package org.akkaray.benchmarks.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.benchmarks.store.BenchStore;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferProvider;

/** The JVM that has the objects and serves them, over Aeron and over a TCP socket. */
final class HolderJvm implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  final String endpoint;
  final int tcpPort;

  /**
   * Starts it.
   *
   * @param objects ids and sizes in bytes, by turns
   */
  HolderJvm(List<String> objects) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HolderJvm.class.getName());
    command.addAll(objects);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("The holder's JVM ended before it was ready");
    }
    List<String> words = List.of(line.split(" ", -1));
    endpoint = words.get(1);
    tcpPort = Integer.parseInt(words.get(2));
  }

  /** Ends it: it reads its standard input to the end. */
  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.onExit().join();
  }

  /** In the other JVM. */
  public static void main(String[] arguments) throws IOException {
    long bytes = 1 << 20;
    for (int i = 1; i < arguments.length; i += 2) {
      bytes += Long.parseLong(arguments[i]);
    }
    try (SharedMemoryObjectStore store = BenchStore.open(bytes, 1000);
        ObjectTransfer transfer =
            ObjectTransferProvider.installed()
                .orElseThrow()
                .open(store, ObjectTransferProvider.Settings.on("127.0.0.1"));
        ServerSocketChannel server = ServerSocketChannel.open()) {
      MemorySegment largest = MemorySegment.NULL;
      for (int i = 0; i < arguments.length; i += 2) {
        ObjectId id = ObjectId.fromHexString(arguments[i]);
        store.create(id, Long.parseLong(arguments[i + 1])).fill((byte) 1);
        store.seal(id);
        MemorySegment view = store.get(id);
        largest = view.byteSize() > largest.byteSize() ? view : largest;
      }
      MemorySegment served = largest;
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.ofPlatform().daemon().start(() -> serve(server, served));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      System.out.println(READY + transfer.endpoint() + " " + port);
      while (System.in.read() >= 0) {}
    }
  }

  /** To each question, a number of bytes, the beginning of the object. */
  private static void serve(ServerSocketChannel server, MemorySegment object) {
    try (SocketChannel client = server.accept()) {
      ByteBuffer question = ByteBuffer.allocateDirect(Long.BYTES);
      while (client.read(question.clear()) == Long.BYTES) {
        ByteBuffer answer = object.asSlice(0, question.getLong(0)).asByteBuffer();
        while (answer.hasRemaining()) {
          client.write(answer);
        }
      }
    } catch (IOException e) {
      System.err.println("The TCP side ended: " + e);
    }
  }
}
