package org.akkaray.gcs.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.runtime.gcs.FunctionRecord;

/**
 * Another process, to be killed: it writes batch after batch and says of each when it is durable.
 * One row is written over and over, so that there are dead rows, compaction and deletions.
 */
final class WriterProcess implements AutoCloseable {
  static final int BATCH = 50;

  private final Process process;
  private final BufferedReader output;

  WriterProcess(Path folder, long firstBatch) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(WriterProcess.class.getName());
    command.addAll(List.of(folder.toString(), Long.toString(firstBatch)));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader();
  }

  /** The next batch that is durable; -1 when the process is over. */
  long acknowledged() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("durable ")) {
        return Long.parseLong(line.substring("durable ".length()));
      }
    }
    return -1;
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

  public static void main(String[] arguments) {
    TestStore store = TestStore.open(DatabaseSettings.h2(Path.of(arguments[0]), 4));
    for (long batch = Long.parseLong(arguments[1]); ; batch++) {
      long first = batch * BATCH;
      TestStore.await(
          store
              .tables()
              .tasks()
              .putAll(LongStream.range(first, first + BATCH).mapToObj(Records::task).toList()));
      TestStore.await(
          store
              .tables()
              .functions()
              .put(new FunctionRecord("last", "batch " + batch, batch, new byte[0])));
      System.out.println("durable " + batch);
    }
  }
}
