package org.akkaray.runtime.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.akkaray.id.UniqueId;

/**
 * A node that was started on this machine as a process of its own. Thread-safe.
 *
 * @param process may have ended
 */
public record LaunchedNode(ProcessHandle process, Files files) {

  /** What is kept of a node, in its folder. */
  public record Files(Path folder) {
    /** What the process prints. */
    public Path log() {
      return folder.resolve("node.log");
    }

    /** The process, so that a later command can find it. */
    public Path pid() {
      return folder.resolve("pid");
    }

    /** Written when the node can be used; see {@link NodeProcess}. */
    public Path ready() {
      return folder.resolve("ready");
    }
  }

  /**
   * A node that can be used.
   *
   * @param jobServer the address of its job server as host:port; empty if it has none
   */
  public record Ready(String address, UniqueId id, String jobServer) {}

  void writePid() throws IOException {
    java.nio.file.Files.writeString(files.pid(), process.pid() + "\n" + startedAt(process) + "\n");
  }

  /**
   * The node that was started with this folder, if its process lives. Another process that has the
   * same pid by now is not taken for it.
   */
  public static Optional<LaunchedNode> living(Path folder) {
    Files files = new Files(folder);
    try {
      List<String> lines = java.nio.file.Files.readAllLines(files.pid());
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(process ->
              process.isAlive() && String.valueOf(startedAt(process)).equals(lines.get(1)))
          .map(process -> new LaunchedNode(process, files));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty(); // not, or not yet, written
    }
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Where it can be reached and who it is, once it can be used. */
  public Optional<Ready> ready() {
    try {
      List<String> lines = java.nio.file.Files.readAllLines(files.ready());
      return Optional.of(
          new Ready(
              lines.get(0),
              UniqueId.fromHexString(lines.get(1)),
              lines.size() > 2 ? lines.get(2) : ""));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the node can be used.
   *
   * @throws IllegalStateException if its process ended, with what it said last, or if it took too
   *     long, in which case it is ended
   */
  public Ready awaitReady(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Optional<Ready> ready = ready();
      if (ready.isPresent()) {
        return ready.get();
      }
      if (awaitEnd(Duration.ofMillis(20))) {
        throw new IllegalStateException(lastLine());
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(
        "The node was not usable within " + patience + "; its log is " + files.log() + ".");
  }

  /** Waits until the process has ended, at most so long; false if it has not. */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    try {
      process.onExit().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lastLine() {
    try {
      return java.nio.file.Files.readAllLines(files.log()).stream()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .orElse("The node's process ended and said nothing.");
    } catch (IOException e) {
      return "The node's process ended, and its log " + files.log() + " cannot be read.";
    }
  }
}
