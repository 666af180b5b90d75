package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The driver of one submitted job: a child JVM and its log. Thread-safe. */
final class DriverProcess {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 50;

  private final String id;
  private final String entrypoint;
  private final Path log;
  private final InstantSource clock;
  private final long startMillis;
  private final Process process;

  private volatile boolean stopped;
  private volatile @Nullable Long endMillis;

  /** Starts the command, with its output in the log. */
  DriverProcess(String id, String entrypoint, List<String> command, Path log, InstantSource clock)
      throws IOException {
    this.id = id;
    this.entrypoint = entrypoint;
    this.log = log;
    this.clock = clock;
    this.startMillis = clock.millis();
    this.process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.onExit().thenRun(() -> endMillis = clock.millis());
  }

  boolean isOver() {
    return !process.isAlive();
  }

  JobInfo info() {
    boolean alive = process.isAlive();
    Integer exitCode = alive ? null : process.exitValue();
    JobStatus status =
        exitCode == null
            ? JobStatus.RUNNING
            : stopped ? JobStatus.STOPPED : exitCode == 0 ? JobStatus.SUCCEEDED : JobStatus.FAILED;
    Long end = endMillis;
    return new JobInfo(
        id,
        status,
        entrypoint,
        exitCode,
        startMillis,
        exitCode == null ? null : end == null ? Long.valueOf(clock.millis()) : end);
  }

  /** Ends the driver, kindly first; false if it had ended. Waits for its end. */
  boolean stop() {
    if (!process.isAlive()) {
      return false;
    }
    stopped = true;
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    return true;
  }

  /**
   * Writes the log.
   *
   * @param follow whether to go on until the driver has ended and all is written
   */
  void copyLog(OutputStream out, boolean follow) throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(log)) {
      long position = 0;
      while (true) {
        boolean over = isOver(); // asked before reading: what is written later is not missed
        long written;
        do {
          written =
              channel.transferTo(position, channel.size() - position, Channels.newChannel(out));
          position += written;
        } while (written > 0);
        out.flush();
        if (over || !follow) {
          return;
        }
        process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }
}
