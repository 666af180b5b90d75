package org.akkaray.objectstore.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.NodeFolder;

/** Another process of this host, to be killed: it owns a store, or has pinned in one. */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private StoreProcess(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.add(StoreProcess.class.getName());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader();
  }

  static StoreProcess pinning(Path folder, ObjectId id) throws IOException {
    return new StoreProcess(List.of("pin", folder.toString(), id.toString()));
  }

  static StoreProcess owning(Path parent, ObjectId id) throws IOException {
    return new StoreProcess(List.of("own", parent.toString(), id.toString()));
  }

  /** What it says next. */
  String line() throws IOException {
    return output.readLine();
  }

  /** Kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The process does not die.");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    ObjectId id = ObjectId.fromHexString(arguments[2]);
    if (arguments[0].equals("pin")) {
      PinnedObject pin = NeighbourStore.open(path).pin(id);
      System.out.println(pin.bytes().get(ValueLayout.JAVA_LONG, 0));
    } else {
      SharedMemoryObjectStore store = TestStores.open(path, "dead", 1 << 20, 100);
      store.put(id, MemorySegment.ofArray(new long[] {42}));
      store.create(ObjectId.fromRandom(), 100);
      System.out.println(NodeFolder.living(path).size());
    }
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
