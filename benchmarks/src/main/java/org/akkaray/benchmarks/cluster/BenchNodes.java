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
  private final List<Path> memories = new ArrayList<>();
  private final List<LaunchedNode> nodes = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  private BenchNodes() {
    try {
      folder = Files.createTempDirectory("akka-ray-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts so many, of so many CPUs each. */
  public BenchNodes(int count, double cpus) {
    this();
    start(() -> {
      for (int i = 0; i < count; i++) {
        add(cpus);
      }
    });
  }

  /**
   * Starts nodes that do not share memory, as nodes of different hosts do not, each with a resource
   * of its own name.
   */
  static BenchNodes onHostsOfTheirOwn(List<String> names, double cpus, long storeBytes) {
    BenchNodes nodes = new BenchNodes();
    nodes.start(() -> {
      for (String name : names) {
        Path memory = nodes.memory(name);
        nodes.add(
            Map.of(
                "ray.node.num-cpus",
                String.valueOf(cpus),
                "ray.node.object-store-memory",
                String.valueOf(storeBytes),
                "ray.node.object-store-folder",
                memory.toString(),
                "ray.node.resources." + name,
                "1000"));
      }
    });
    return nodes;
  }

  private void start(Runnable adding) {
    try {
      adding.run();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Path memory(String name) {
    try {
      Path parent = Path.of("/dev/shm");
      Path memory =
          Files.isWritable(parent)
              ? Files.createTempDirectory(parent, "akka-ray-bench-" + name + "-")
              : Files.createDirectories(folder.resolve("memory-" + name));
      memories.add(memory);
      return memory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one more and waits until it can be used. */
  public void add(double cpus) {
    add(
        Map.of(
            "ray.node.num-cpus",
            String.valueOf(cpus),
            "ray.node.object-store-memory",
            "256MiB",
            "ray.node.resources.custom", // for the rows of placement groups
            "100"));
  }

  private void add(Map<String, String> offers) {
    Map<String, String> settings = new HashMap<>(offers);
    settings.put("ray.node.name", "node" + nodes.size());
    settings.put("ray.node.code-folder", folder.resolve("code").toString());
    LaunchedNode node =
        NodeLauncher.withThisJdk(classPath(), jvmOptions())
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

  /** What {@code ray start} gives a node, if this was started by {@code bin/ray}. */
  private static String classPath() {
    return System.getProperty("akkaray.node.classpath", System.getProperty("java.class.path"));
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>(List.of("-Xmx1g", "-XX:+UseParallelGC"));
    String cache = System.getProperty("akkaray.node.aot-cache", "");
    if (!cache.isEmpty() && Files.isReadable(Path.of(cache))) {
      options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    return options;
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
    memories.forEach(BenchNodes::delete);
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
