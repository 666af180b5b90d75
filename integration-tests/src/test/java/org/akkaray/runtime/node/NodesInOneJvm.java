package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.akkaray.RayConfig;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.ObjectStoreStats;
import org.akkaray.runtime.scheduler.ResourceLedger;

/**
 * A cluster of nodes in this JVM, each of which has a resource named as itself by which a task gets
 * there, and a driver without CPUs. Nodes whose stores lie in one folder read each other's memory;
 * those with folders of their own play nodes on different hosts.
 */
final class NodesInOneJvm implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);

  private final List<JobRuntime> nodes = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final boolean sameHost;
  private final long storeBytes;
  final RayRuntime driver;

  /**
   * @param names of the nodes, of two CPUs each
   */
  NodesInOneJvm(boolean sameHost, long storeBytes, String... names) {
    this.sameHost = sameHost;
    this.storeBytes = storeBytes;
    folders.add(folder());
    for (String name : names) {
      add(name);
    }
    driver = NodeBootstrap.start(config("driver").setAddress(address()).build());
    awaitAllKnown();
  }

  /** One more node. */
  JobRuntime add(String name) {
    RayConfig.Builder config = config(name).setCpus(2).setResource(name, 1000);
    if (!nodes.isEmpty()) {
      config.setAddress(address());
    }
    JobRuntime node = NodeBootstrap.startNode(config.build());
    nodes.add(node);
    return node;
  }

  private RayConfig.Builder config(String name) {
    if (!sameHost) {
      folders.add(folder());
    }
    return RayConfig.builder()
        .setNodeName(name)
        .setObjectStoreMemory(storeBytes)
        .setObjectStoreFolder(folders.getLast().toString());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("/dev/shm"), "akka-ray-nodes-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String address() {
    return "127.0.0.1:" + parts(nodes.getFirst()).member().membership().self().record().port();
  }

  void awaitAllKnown() {
    List<RayRuntime> all = new ArrayList<>(nodes);
    all.add(driver);
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          for (RayRuntime one : all) {
            assertThat(parts(one).cluster().runtime().globalScheduler().loads())
                .hasSize(all.size());
          }
        });
  }

  JobRuntime node(int number) {
    return nodes.get(number);
  }

  static NodeParts parts(RayRuntime runtime) {
    return ((JobRuntime) runtime).open().node();
  }

  static UniqueId id(RayRuntime runtime) {
    return parts(runtime).record().id();
  }

  static ObjectStoreStats store(RayRuntime runtime) {
    return parts(runtime).store().stats();
  }

  /** How many objects have been transferred to a node. */
  static long pulled(RayRuntime runtime) {
    return parts(runtime).cluster().transfer().stats().pulled();
  }

  <T> T inDriver(Callable<T> code) throws Exception {
    CurrentRuntime.Binding previous = CurrentRuntime.bind(() -> driver);
    try {
      return code.call();
    } finally {
      CurrentRuntime.restore(previous);
    }
  }

  /** Waits until no store has an object; what is unreachable is collected. */
  void awaitEmptyStores() {
    List<RayRuntime> all = new ArrayList<>(nodes);
    all.add(driver);
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          System.gc();
          for (RayRuntime one : all) {
            List<Object> left = new ArrayList<>();
            parts(one).store().forEach(left::add);
            assertThat(left).as("objects at %s", parts(one).record().name()).isEmpty();
          }
        });
  }

  /** Waits until all that the nodes have is free. */
  void awaitAllFree() {
    for (RayRuntime one : nodes) {
      ResourceLedger ledger = parts(one).scheduler().ledger();
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            assertThat(ledger.free()).isEqualTo(ledger.total());
            assertThat(ledger.total().toMap().keySet()).noneMatch(name -> name.contains("_group_"));
          });
    }
  }

  /** Has a node leave, as SIGTERM does. */
  void leave(JobRuntime node, Duration patience) {
    nodes.remove(node);
    node.leave(patience);
  }

  /** Ends a node in order; others see it go. */
  void end(JobRuntime node) {
    nodes.remove(node);
    node.close();
  }

  @Override
  public void close() {
    driver.close();
    for (JobRuntime node : nodes.reversed()) {
      node.close();
    }
    for (Path folder : folders) {
      try (var left = Files.walk(folder)) {
        left.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
