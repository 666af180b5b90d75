package org.akkaray.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import org.akkaray.runtime.node.NodeLauncher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a node offers and how its JVM runs: the options that {@code start} and {@code up} share. */
final class NodeOptions {
  /** What bin/ray tells the commands: the class path of nodes, which has no program of a user. */
  static final String CLASS_PATH_PROPERTY = "akkaray.node.classpath";

  /** What bin/ray tells the commands: the classes of a node, kept for a quick start. */
  static final String AOT_CACHE_PROPERTY = "akkaray.node.aot-cache";

  static final String DEFAULT_JVM_OPTIONS = "-Xmx1g -XX:+UseParallelGC";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "How many processors the node offers (default: the machine's).")
  private @Nullable Double cpus;

  @Option(names = "--gpus", paramLabel = "N", description = "How many graphics processors.")
  private @Nullable Double gpus;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "How much memory, as 2GiB (default: the heap less the objects' part).")
  private @Nullable String memory;

  @Option(
      names = "--resources",
      paramLabel = "NAME=N",
      split = ",",
      description = "Resources of other names, as tpu=4,slot=1.")
  private Map<String, String> resources = new LinkedHashMap<>();

  @Option(
      names = "--labels",
      paramLabel = "NAME=VALUE",
      split = ",",
      description = "Labels, as zone=a,disk=ssd.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--object-store-memory",
      paramLabel = "SIZE",
      description = "How much memory objects may take (default: 30 %% of the heap's limit).")
  private @Nullable String objectStoreMemory;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--insecure",
      description =
          "Allow a host that other machines can reach. Nothing is authenticated: whoever can connect can run code.")
  private boolean insecure;

  @Option(
      names = "--jvm-options",
      paramLabel = "OPTIONS",
      description = "Options of the node's JVM (default: ${DEFAULT-VALUE}).",
      defaultValue = DEFAULT_JVM_OPTIONS)
  private String jvmOptions = DEFAULT_JVM_OPTIONS;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file of further settings, in the form of reference.conf.")
  private @Nullable Path config;

  boolean isInsecure() {
    return insecure;
  }

  /** The settings of {@code ray.*} for the node's process. */
  Map<String, String> settings(String name, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ray.cluster.port", String.valueOf(port));
    put(settings, "ray.node.name", name);
    put(settings, "ray.cluster.host", host);
    put(settings, "ray.node.memory", memory);
    put(settings, "ray.node.object-store-memory", objectStoreMemory);
    settings.put(
        "ray.node.num-cpus",
        String.valueOf(cpus == null ? Runtime.getRuntime().availableProcessors() : cpus));
    put(settings, "ray.node.num-gpus", gpus == null ? null : gpus.toString());
    if (insecure) {
      settings.put("ray.cluster.insecure", "true");
    }
    resources.forEach((key, amount) -> settings.put("ray.node.resources." + key, amount));
    labels.forEach((key, value) -> settings.put("ray.node.labels." + key, value));
    if (config != null) {
      settings.put("config.file", existing(config).toAbsolutePath().toString());
    }
    return settings;
  }

  private static Path existing(Path file) {
    if (!Files.isReadable(file)) {
      throw new UsageException("--config: there is no file " + file + " that can be read");
    }
    try {
      ConfigFactory.parseFile(file.toFile());
      return file;
    } catch (ConfigException e) {
      throw new UsageException("--config: " + e.getMessage());
    }
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      settings.put(key, value);
    }
  }

  /**
   * Starts a node in the background.
   *
   * @param address of the cluster to join, empty to begin one
   */
  LaunchedNode launch(
      NodeFolders folders, String name, String address, Map<String, String> settings) {
    String classPath =
        System.getProperty(CLASS_PATH_PROPERTY, System.getProperty("java.class.path"));
    List<String> options =
        new ArrayList<>(
            Arrays.stream(jvmOptions.split(" ")).filter(option -> !option.isBlank()).toList());
    String cache = System.getProperty(AOT_CACHE_PROPERTY, "");
    if (!cache.isEmpty() && new File(cache).length() > 0) {
      options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    return NodeLauncher.withThisJdk(classPath, options)
        .launch(folders.create(name.isBlank() ? "node" : name), address, settings);
  }
}
