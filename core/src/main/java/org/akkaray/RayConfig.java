package org.akkaray;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.akkaray.options.ActorLifetime;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * How a node and the job of its driver are set up. Immutable; made by {@link #builder}, or read by
 * {@link #load} from the {@code ray} section of {@code application.conf} and from system
 * properties.
 */
public final class RayConfig {
  /**
   * The largest object, in bytes, that travels inside messages if nothing else is set: Ray's limit.
   */
  public static final long DEFAULT_INLINE_OBJECT_LIMIT = 102_400;

  /** The part of the heap that is for objects if nothing else is set: Ray's part of the memory. */
  private static final double OBJECT_STORE_PART = 0.3;

  private final String address;
  private final String namespace;
  private final String nodeName;
  private final double cpus;
  private final double gpus;
  private final long memory;
  private final Map<String, Double> resources;
  private final Map<String, String> labels;
  private final long objectStoreMemory;
  private final String objectStoreFolder;
  private final String objectSpillFolder;
  private final long objectSpillLimit;
  private final double objectSpillThreshold;
  private final boolean recordObjectCreationSites;
  private final String codeFolder;
  private final int maxWaitingTasks;
  private final long inlineObjectLimit;
  private final ActorLifetime defaultActorLifetime;
  private final List<String> codeSearchPath;
  private final @Nullable RuntimeEnv runtimeEnv;
  private final ClusterConfig cluster;

  private RayConfig(Builder builder) {
    long heap = Runtime.getRuntime().maxMemory();
    this.address = builder.address;
    this.namespace = builder.namespace == null ? UUID.randomUUID().toString() : builder.namespace;
    this.nodeName = builder.nodeName;
    this.cpus = builder.cpus == null ? usualCpus() : builder.cpus;
    this.gpus = builder.gpus;
    this.objectStoreMemory =
        builder.objectStoreMemory == null
            ? (long) (heap * OBJECT_STORE_PART)
            : builder.objectStoreMemory;
    this.memory = builder.memory == null ? usualMemory(heap) : builder.memory;
    this.resources = Map.copyOf(builder.resources);
    this.labels = Map.copyOf(builder.labels);
    this.objectStoreFolder = builder.objectStoreFolder;
    this.objectSpillFolder = builder.objectSpillFolder;
    this.objectSpillLimit = builder.objectSpillLimit;
    this.objectSpillThreshold = builder.objectSpillThreshold;
    this.recordObjectCreationSites = builder.recordObjectCreationSites;
    this.codeFolder = builder.codeFolder;
    this.maxWaitingTasks = builder.maxWaitingTasks;
    this.inlineObjectLimit = builder.inlineObjectLimit;
    this.defaultActorLifetime = builder.defaultActorLifetime;
    this.codeSearchPath = builder.codeSearchPath;
    this.runtimeEnv = builder.runtimeEnv;
    this.cluster = builder.cluster;
  }

  /** A driver that only connects to a cluster runs nothing, unless it is told to. */
  private double usualCpus() {
    return address.isEmpty() ? Runtime.getRuntime().availableProcessors() : 0;
  }

  private long usualMemory(long heap) {
    return address.isEmpty() ? Math.max(0, heap - objectStoreMemory) : 0;
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What a driver needs to work on a running cluster.
   *
   * @param address a node of it as host:port, or several, separated by commas
   */
  public static RayConfig connect(String address) {
    return builder().setAddress(address).build();
  }

  /**
   * Reads the {@code ray} section of {@code application.conf} and system properties such as {@code
   * -Dray.node.num-cpus=4}, which win; {@code reference.conf} explains each key.
   *
   * @throws IllegalArgumentException if a key is unknown or a value makes no sense; the message
   *     names it
   */
  public static RayConfig load() {
    return RayConfigReader.load();
  }

  /**
   * The cluster to join: a node of it as host:port, or several, separated by commas; empty for a
   * cluster of this node alone.
   */
  public String getAddress() {
    return address;
  }

  /** The namespace of the job's named actors; a random one if none was set. */
  public String getNamespace() {
    return namespace;
  }

  /** What the node is called in lists and errors, empty for its id. */
  public String getNodeName() {
    return nodeName;
  }

  /**
   * How many processors the node offers; if not set, what the JVM may use, or 0 if it joins a
   * cluster.
   */
  public double getCpus() {
    return cpus;
  }

  /** How many graphics processors the node offers; 0 if not set. */
  public double getGpus() {
    return gpus;
  }

  /**
   * How many bytes of memory the node offers to calls that ask for some; if not set, the heap less
   * the objects' part, or 0 if it joins a cluster.
   */
  public long getMemory() {
    return memory;
  }

  /** The node's custom resources. */
  public Map<String, Double> getResources() {
    return resources;
  }

  /** All that the node offers: CPU, GPU if there is one, memory, and the custom resources. */
  public Map<String, Double> getTotalResources() {
    Map<String, Double> total = new LinkedHashMap<>();
    total.put(BaseTaskOptions.CPU, cpus);
    if (gpus > 0) {
      total.put(BaseTaskOptions.GPU, gpus);
    }
    total.put(BaseTaskOptions.MEMORY, (double) memory);
    total.putAll(resources);
    return total;
  }

  /** The node's labels. */
  public Map<String, String> getLabels() {
    return labels;
  }

  /** How many bytes of objects the node keeps in memory; 30 % of the heap's limit if not set. */
  public long getObjectStoreMemory() {
    return objectStoreMemory;
  }

  /**
   * Where the nodes of this host keep their objects, each in a folder of its own; empty for shared
   * memory, {@code /dev/shm}, if there is any.
   */
  public String getObjectStoreFolder() {
    return objectStoreFolder;
  }

  /**
   * Where objects go when the object store fills up, on disk; empty for the folder of temporary
   * files.
   */
  public String getObjectSpillFolder() {
    return objectSpillFolder;
  }

  /**
   * How many tasks submitted on this node may wait for nodes that can take them before who submits
   * more is made to wait; a million if not set.
   */
  public int getMaxWaitingTasks() {
    return maxWaitingTasks;
  }

  /**
   * Where the node keeps the jars of jobs, by their hashes; empty if not set, which means a folder
   * of the user's own beside the temporary files.
   */
  public String getCodeFolder() {
    return codeFolder;
  }

  /** How many bytes of objects the node may keep on disk; no limit if not set. */
  public long getObjectSpillLimit() {
    return objectSpillLimit;
  }

  /**
   * Which part of the object store, from 0 to 1, may be used before objects are written to disk in
   * the background; 0.8 if not set.
   */
  public double getObjectSpillThreshold() {
    return objectSpillThreshold;
  }

  /** Whether the object store notes which line of a program put an object; not if not set. */
  public boolean isRecordObjectCreationSites() {
    return recordObjectCreationSites;
  }

  /** Up to how many bytes an object travels inside messages; 100 KiB if not set. */
  public long getInlineObjectLimit() {
    return inlineObjectLimit;
  }

  /**
   * How long actors live whose creation does not say; {@link ActorLifetime#NON_DETACHED} if not
   * set.
   */
  public ActorLifetime getDefaultActorLifetime() {
    return defaultActorLifetime;
  }

  /** The jars and folders of the job's code; empty for the driver's class path. */
  public List<String> getCodeSearchPath() {
    return codeSearchPath;
  }

  /** How the node listens, joins others and finds out that one has died. */
  public ClusterConfig getClusterConfig() {
    return cluster;
  }

  /** The job's runtime environment, null if it has none. */
  public @Nullable RuntimeEnv getRuntimeEnv() {
    return runtimeEnv;
  }

  @Override
  public String toString() {
    return "RayConfig{address="
        + address
        + ", namespace="
        + namespace
        + ", nodeName="
        + nodeName
        + ", resources="
        + getTotalResources()
        + ", labels="
        + labels
        + ", objectStoreMemory="
        + objectStoreMemory
        + ", inlineObjectLimit="
        + inlineObjectLimit
        + "}";
  }

  /** Collects and checks the settings. Not thread-safe. */
  public static final class Builder {
    private String address = "";
    private @Nullable String namespace;
    private String nodeName = "";
    private @Nullable Double cpus;
    private double gpus;
    private @Nullable Long memory;
    private final Map<String, Double> resources = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable Long objectStoreMemory;
    private String objectStoreFolder = "";
    private String objectSpillFolder = "";
    private long objectSpillLimit = Long.MAX_VALUE;
    private double objectSpillThreshold = 0.8;
    private boolean recordObjectCreationSites;
    private String codeFolder = "";
    private int maxWaitingTasks = 1_000_000;
    private long inlineObjectLimit = DEFAULT_INLINE_OBJECT_LIMIT;
    private ActorLifetime defaultActorLifetime = ActorLifetime.NON_DETACHED;
    private List<String> codeSearchPath = List.of();
    private @Nullable RuntimeEnv runtimeEnv;
    private ClusterConfig cluster = ClusterConfig.builder().build();

    private Builder() {}

    /** The cluster to join: a node of it as host:port, or several, separated by commas. */
    public Builder setAddress(String address) {
      this.address = OptionRules.hostsAndPorts("address", address);
      return this;
    }

    /** The namespace of the job's named actors, not blank. */
    public Builder setNamespace(String namespace) {
      this.namespace = OptionRules.name("namespace", namespace);
      return this;
    }

    /** What the node is called in lists and errors, not blank. */
    public Builder setNodeName(String nodeName) {
      this.nodeName = OptionRules.name("nodeName", nodeName);
      return this;
    }

    /** How many processors the node offers: not negative, whole above 1. */
    public Builder setCpus(double cpus) {
      this.cpus = OptionRules.amount("cpus", cpus);
      return this;
    }

    /** How many graphics processors the node offers: not negative, whole above 1. */
    public Builder setGpus(double gpus) {
      this.gpus = OptionRules.amount("gpus", gpus);
      return this;
    }

    /** How many bytes of memory the node offers to calls that ask for some. */
    public Builder setMemory(long bytes) {
      this.memory = OptionRules.atLeast("memory", 0L, bytes);
      return this;
    }

    /**
     * A custom resource: not negative, whole above 1; the names CPU, GPU and memory have setters of
     * their own.
     */
    public Builder setResource(String name, double amount) {
      OptionRules.name("resource name", name);
      if (List.of(BaseTaskOptions.CPU, BaseTaskOptions.GPU, BaseTaskOptions.MEMORY)
          .contains(name)) {
        throw OptionRules.bad(
            "resource name", "must not be CPU, GPU or memory: they have setters", name);
      }
      resources.put(name, OptionRules.amount("resource " + name, amount));
      return this;
    }

    /** Custom resources, besides those set before. */
    public Builder setResources(Map<String, Double> amounts) {
      amounts.forEach(
          (name, amount) -> setResource(name, OptionRules.amount("resource " + name, amount)));
      return this;
    }

    /** A label of the node; neither name nor value blank. */
    public Builder setLabel(String name, String value) {
      labels.put(OptionRules.name("label name", name), OptionRules.name("label " + name, value));
      return this;
    }

    /** Labels of the node, besides those set before. */
    public Builder setLabels(Map<String, String> labels) {
      labels.forEach(this::setLabel);
      return this;
    }

    /** How many bytes of objects the node keeps in memory, at least 1. */
    public Builder setObjectStoreMemory(long bytes) {
      this.objectStoreMemory = OptionRules.atLeast("objectStoreMemory", 1L, bytes);
      return this;
    }

    /** Where the nodes of this host keep their objects, not blank. */
    public Builder setObjectStoreFolder(String folder) {
      this.objectStoreFolder = OptionRules.name("objectStoreFolder", folder);
      return this;
    }

    /** Where objects go when the object store fills up, not blank. */
    public Builder setObjectSpillFolder(String folder) {
      this.objectSpillFolder = OptionRules.name("objectSpillFolder", folder);
      return this;
    }

    /** How many tasks may wait for other nodes before their submitters do, at least 1. */
    public Builder setMaxWaitingTasks(int tasks) {
      this.maxWaitingTasks = OptionRules.atLeast("maxWaitingTasks", 1, tasks);
      return this;
    }

    /** Where the node keeps the jars of jobs, not blank. */
    public Builder setCodeFolder(String folder) {
      this.codeFolder = OptionRules.name("codeFolder", folder);
      return this;
    }

    /** How many bytes of objects the node may keep on disk; 0 for none. */
    public Builder setObjectSpillLimit(long bytes) {
      this.objectSpillLimit = OptionRules.atLeast("objectSpillLimit", 0L, bytes);
      return this;
    }

    /**
     * Which part of the object store may be used before objects are written to disk in the
     * background, from 0 to 1; 1 to write nothing before the store is full.
     */
    public Builder setObjectSpillThreshold(double part) {
      if (!(part >= 0 && part <= 1)) {
        throw OptionRules.bad("objectSpillThreshold", "must be from 0 to 1", part);
      }
      this.objectSpillThreshold = part;
      return this;
    }

    /**
     * Whether the object store notes which line of a program put an object, for {@code ray memory};
     * costs some microseconds for each.
     */
    public Builder setRecordObjectCreationSites(boolean record) {
      this.recordObjectCreationSites = record;
      return this;
    }

    /** Up to how many bytes an object travels inside messages, not negative. */
    public Builder setInlineObjectLimit(long bytes) {
      this.inlineObjectLimit = OptionRules.atLeast("inlineObjectLimit", 0L, bytes);
      return this;
    }

    /** How long actors live whose creation does not say. */
    public Builder setDefaultActorLifetime(ActorLifetime lifetime) {
      this.defaultActorLifetime = OptionRules.given("defaultActorLifetime", lifetime);
      return this;
    }

    /** The jars and folders of the job's code, none blank. */
    public Builder setCodeSearchPath(List<String> path) {
      path.forEach(entry -> OptionRules.name("codeSearchPath", entry));
      this.codeSearchPath = List.copyOf(path);
      return this;
    }

    /** How the node listens, joins others and finds out that one has died. */
    public Builder setClusterConfig(ClusterConfig cluster) {
      this.cluster = OptionRules.given("clusterConfig", cluster);
      return this;
    }

    /** The job's runtime environment. */
    public Builder setRuntimeEnv(RuntimeEnv runtimeEnv) {
      this.runtimeEnv = OptionRules.given("runtimeEnv", runtimeEnv);
      return this;
    }

    /** The configuration as set. */
    public RayConfig build() {
      return new RayConfig(this);
    }
  }
}
