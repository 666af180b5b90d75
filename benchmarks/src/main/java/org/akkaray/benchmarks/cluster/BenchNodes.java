package org.akkaray.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeLauncher;

/** Nodes in JVMs of their own on this machine, ended by {@link #close}. */
public final class BenchNodes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Path folder;
  private final List<LaunchedNode> nodes = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  /** Starts so many, of so many CPUs each. */
  public BenchNodes(int count, double cpus) {
    try {
      folder = Files.createTempDirectory("akka-ray-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      for (int i = 0; i < count; i++) {
        add(cpus);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts one more and waits until it can be used. */
  public void add(double cpus) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ray.node.name", "node" + nodes.size());
    settings.put("ray.node.num-cpus", String.valueOf(cpus));
    settings.put("ray.node.object-store-memory", "256MiB");
    settings.put("ray.node.code-folder", folder.resolve("code").toString());
    LaunchedNode node =
        NodeLauncher.withThisJdk(
                System.getProperty("java.class.path"), List.of("-Xmx1g", "-XX:+UseParallelGC"))
            .launch(
                folder.resolve("node" + nodes.size()),
                addresses.isEmpty() ? "" : addresses.getFirst(),
                settings);
    nodes.add(node);
    try {
      addresses.add(node.awaitReady(PATIENCE).address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a node started.", e);
    }
  }

  /** Where drivers connect. */
  public String address() {
    return addresses.getFirst();
  }

  /** Ends all nodes and waits for that. */
  @Override
  public void close() {
    nodes.forEach(node -> node.process().destroy());
    for (LaunchedNode node : nodes) {
      try {
        if (!node.awaitEnd(Duration.ofSeconds(30))) {
          node.process().destroyForcibly();
        }
      } catch (InterruptedException e) {
        node.process().destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
