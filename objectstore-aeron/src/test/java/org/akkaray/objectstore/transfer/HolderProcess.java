package org.akkaray.objectstore.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.id.ObjectId;

/** A holder of one object in a process of its own, to be killed. */
final class HolderProcess implements AutoCloseable {
  private final Process process;
  final String endpoint;

  HolderProcess(Path folder, ObjectId id, long size) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(HolderProcess.class.getName());
    command.addAll(List.of(folder.toString(), id.toString(), Long.toString(size)));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("endpoint ")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("The holder ended before it said where it listens");
    }
    endpoint = line.substring("endpoint ".length());
  }

  /** Kill -9. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The process does not die.");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] arguments) {
    MemoryObjects objects = new MemoryObjects();
    objects.put(ObjectId.fromHexString(arguments[1]), Long.parseLong(arguments[2]));
    AeronObjectTransfer transfer =
        AeronObjectTransfer.builder(objects, objects).folder(Path.of(arguments[0])).start();
    System.out.println("endpoint " + transfer.endpoint());
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
