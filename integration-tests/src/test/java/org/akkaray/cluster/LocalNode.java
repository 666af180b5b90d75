package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.node.LaunchedNode;

/** A node of a {@link LocalCluster}: a JVM of its own. */
public final class LocalNode {
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final LaunchedNode launched;
  private final LaunchedNode.Ready ready;
  private volatile boolean killed;

  LocalNode(String name, LaunchedNode launched, LaunchedNode.Ready ready) {
    this.name = name;
    this.launched = launched;
    this.ready = ready;
  }

  /** Its name in the cluster's list of nodes. */
  public String name() {
    return name;
  }

  /** Its id. */
  public UniqueId id() {
    return ready.id();
  }

  /** Where others reach it, as host:port. */
  public String address() {
    return ready.address();
  }

  /** Its port. */
  public int port() {
    return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
  }

  /** Its process. */
  public long pid() {
    return launched.process().pid();
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return launched.process().isAlive();
  }

  /** What it has printed so far. */
  public List<String> log() {
    try {
      return Files.readAllLines(launched.files().log());
    } catch (IOException e) {
      throw new IllegalStateException("no log of node " + name, e);
    }
  }

  Path folder() {
    return launched.files().folder();
  }

  boolean wasKilled() {
    return killed;
  }

  /** kill -9, and waits until the process is gone. */
  public void kill() {
    startKilling();
    awaitEnd();
  }

  /** As {@link #kill}, without waiting. */
  void startKilling() {
    killed = true;
    launched.process().destroyForcibly();
  }

  /**
   * kill -STOP: it stands still, as in a long pause of a collector or a virtual machine. Returns
   * when it does: threads that wait for a processor have not heard of it at once.
   */
  public void pause() {
    signal("STOP");
    await()
        .atMost(END_PATIENCE)
        .ignoreException(NoSuchFileException.class) // a thread that has just ended
        .until(this::standsStill);
  }

  private boolean standsStill() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (!stat.substring(stat.lastIndexOf(')') + 1).startsWith(" T")) {
          return false;
        }
      }
    }
    return true;
  }

  /** kill -CONT: it goes on. */
  public void resume() {
    signal("CONT");
  }

  /** kill -TERM, upon which it leaves the cluster in order; returns when the process is gone. */
  public void leave() {
    startLeaving();
    awaitEnd();
  }

  /** As {@link #leave}, without waiting. */
  public void startLeaving() {
    launched.process().destroy();
  }

  /** Waits until the process is gone. */
  public void awaitEnd() {
    try {
      assertThat(launched.awaitEnd(END_PATIENCE)).as("node %s ends", name).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).inheritIO().start();
      assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(kill.exitValue()).as("kill -%s of node %s", signal, name).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name + " (" + address() + ", process " + pid() + ")";
  }
}
