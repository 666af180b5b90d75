package org.akkaray.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeLauncher;

/**
 * A cluster of real JVMs on loopback, each with its own port, log, temporary folder and folder in
 * shared memory.
 *
 * <pre>{@code
 * try (LocalCluster cluster = LocalCluster.builder().setNodes(3).setCpus(1).start()) {
 *   RaySession driver = cluster.connect();
 *   cluster.node(1).kill();
 * }
 * }</pre>
 *
 * <p>{@link #close} ends all of it and then fails if a node left something behind, or logged an
 * error that {@link #expectInLogs} did not announce; the logs are printed then. Not thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  private final Builder settings;
  private final NodeLauncher launcher;
  private final Path folder;
  private final Path sharedMemory;
  private final List<LocalNode> nodes = new ArrayList<>();
  private final List<RaySession> sessions = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  private LocalCluster(Builder settings) {
    this.settings = settings;
    this.launcher =
        NodeLauncher.withThisJdk(
            settings.testClasses ? System.getProperty("java.class.path") : nodeClassPath(),
            settings.jvmOptions);
    try {
      this.folder = Files.createTempDirectory("akka-ray-cluster-");
      this.sharedMemory = Files.createTempDirectory(sharedMemoryRoot(), "akka-ray-cluster-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A builder of clusters: three nodes of one CPU if nothing is set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What a node of a real cluster has: akka-ray and its libraries, but neither tests nor workloads,
   * which play the user's programs here.
   */
  public static String nodeClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("integration-tests") && !entry.contains("rl-examples"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path sharedMemoryRoot() {
    Path root = Path.of("/dev/shm");
    return Files.isDirectory(root) ? root : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * The nodes in the order in which they were started, dead ones included; the head is number 0.
   */
  public List<LocalNode> nodes() {
    return List.copyOf(nodes);
  }

  /** A node by its number; the head is number 0. */
  public LocalNode node(int number) {
    return nodes.get(number);
  }

  /** Where drivers connect: a living node as host:port. */
  public String address() {
    return nodes.stream().filter(LocalNode::isAlive).findFirst().orElseThrow().address();
  }

  /** A driver in this JVM, ended with the cluster if not before. */
  public RaySession connect() {
    return connect(config -> {});
  }

  /** A driver in this JVM with settings of its own. */
  public RaySession connect(Consumer<RayConfig.Builder> configure) {
    RayConfig.Builder config =
        RayConfig.builder()
            .setAddress(address())
            .setNodeName("driver" + sessions.size())
            .setObjectStoreMemory(settings.objectStoreMemory)
            .setObjectStoreFolder(sharedMemory.toString())
            .setCodeFolder(folder.resolve("driver-code").toString());
    configure.accept(config);
    RaySession session = RaySession.start(config.build());
    sessions.add(session);
    return session;
  }

  /** kill -9 of all nodes at the same moment, as in a power cut; returns when they are gone. */
  public void killAll() {
    nodes.forEach(LocalNode::startKilling);
    nodes.forEach(LocalNode::awaitEnd);
  }

  /** One more node, with settings of its own ({@code ray.*}) beside those of all. */
  public LocalNode addNode(Map<String, String> ownSettings) {
    return awaitReady(List.of(launch(ownSettings))).getFirst();
  }

  /**
   * An error with this text in a node's log is what the test is about: {@link #close} does not fail
   * for it.
   */
  public void expectInLogs(String text) {
    expected.add(text);
  }

  private record Starting(String name, LaunchedNode launched) {}

  private Starting launch(Map<String, String> ownSettings) {
    int number = nodes.size() + started;
    started++;
    String name = "node" + number;
    Path own = folder.resolve(name);
    Path temporary = own.resolve("tmp");
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>();
    all.put("ray.node.name", name);
    all.put("ray.node.num-cpus", String.valueOf(settings.cpus));
    all.put("ray.node.object-store-memory", String.valueOf(settings.objectStoreMemory));
    all.put("ray.node.object-store-folder", sharedMemory.toString());
    all.put("ray.node.code-folder", folder.resolve("code").toString());
    all.put("java.io.tmpdir", temporary.toString());
    all.putAll(settings.settings);
    all.putAll(ownSettings);
    return new Starting(name, launcher.launch(own, nodes.isEmpty() ? "" : address(), all));
  }

  /** How many of those that were launched are not in {@link #nodes} yet. */
  private int started;

  private List<LocalNode> awaitReady(List<Starting> starting) {
    List<LocalNode> ready = new ArrayList<>();
    RuntimeException failure = null;
    for (Starting one : starting) {
      started--;
      try {
        ready.add(new LocalNode(one.name, one.launched, one.launched.awaitReady(START_PATIENCE)));
      } catch (IllegalStateException e) {
        one.launched.process().destroyForcibly();
        failure = new IllegalStateException(one.name + " did not start: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        failure = new IllegalStateException(e);
      }
    }
    nodes.addAll(ready);
    if (failure != null) {
      throw failure;
    }
    return ready;
  }

  private void start() {
    awaitReady(List.of(launch(Map.of())));
    List<Starting> others = new ArrayList<>();
    for (int number = 1; number < settings.nodes; number++) {
      others.add(launch(Map.of()));
    }
    awaitReady(others);
  }

  /**
   * Ends all drivers and nodes.
   *
   * @throws AssertionError if a node did not end in order, left something behind, or logged an
   *     error that was not expected
   */
  @Override
  public void close() {
    List<String> problems = new ArrayList<>();
    sessions.forEach(RaySession::close);
    List<LocalNode> living = nodes.stream().filter(LocalNode::isAlive).toList();
    living.forEach(LocalNode::startLeaving);
    for (LocalNode node : living) {
      try {
        node.awaitEnd();
      } catch (AssertionError e) {
        problems.add(node + " did not end when told to");
        node.kill();
      }
    }
    problems.addAll(new Leftovers(folder, sharedMemory, nodes, expected).find());
    if (!problems.isEmpty()) {
      nodes.forEach(
          node -> System.err.println("--- log of " + node + "\n" + String.join("\n", node.log())));
    }
    Leftovers.delete(folder);
    Leftovers.delete(sharedMemory);
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /** Collects what a cluster is to be like. Not thread-safe. */
  public static final class Builder {
    private int nodes = 3;
    private double cpus = 1;
    private long objectStoreMemory = 32L << 20;
    private boolean testClasses;
    private List<String> jvmOptions =
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private final Map<String, String> settings = new HashMap<>();

    private Builder() {}

    /** How many nodes, at least 1. */
    public Builder setNodes(int nodes) {
      this.nodes = nodes;
      return this;
    }

    /** How many CPUs each node offers. */
    public Builder setCpus(double cpus) {
      this.cpus = cpus;
      return this;
    }

    /** How many bytes of objects each node keeps in memory; 32 MiB if not set. */
    public Builder setObjectStoreMemory(long bytes) {
      this.objectStoreMemory = bytes;
      return this;
    }

    /** A setting of all nodes, {@code ray.*}. */
    public Builder set(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** The JVMs' options, instead of a small heap and the serial collector. */
    public Builder setJvmOptions(String... options) {
      this.jvmOptions = List.of(options);
      return this;
    }

    /** Has the nodes know the tests' classes; otherwise they know only akka-ray. */
    public Builder withTestClasses() {
      this.testClasses = true;
      return this;
    }

    /** Starts the cluster: the head first, then the others at once. */
    public LocalCluster start() {
      LocalCluster cluster = new LocalCluster(this);
      try {
        cluster.start();
        return cluster;
      } catch (RuntimeException | Error e) {
        try {
          cluster.close();
        } catch (AssertionError also) {
          e.addSuppressed(also);
        }
        throw e;
      }
    }
  }
}
