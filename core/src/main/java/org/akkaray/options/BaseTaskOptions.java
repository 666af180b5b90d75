package org.akkaray.options;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/** What can be asked of calls and of actors alike. Immutable. */
public abstract class BaseTaskOptions implements Serializable {
  private static final long serialVersionUID = 1;

  /** The name of the resource that {@code setCpus} sets: processors. */
  public static final String CPU = "CPU";

  /** The name of the resource that {@code setGpus} sets: graphics processors. */
  public static final String GPU = "GPU";

  /** The name of the resource that {@code setMemory} sets: bytes of heap. */
  public static final String MEMORY = "memory";

  private final @Nullable String name;
  private final Map<String, Double> resources;
  private final @Nullable PlacementGroup group;
  private final int bundleIndex;
  private final @Nullable RuntimeEnv runtimeEnv;
  private final SchedulingStrategy schedulingStrategy;
  private final boolean failFast;

  BaseTaskOptions(Builder<?> builder, Map<String, Double> defaultResources) {
    this.name = builder.name;
    this.resources = withDefaults(builder.resources, defaultResources);
    this.group = builder.group;
    this.bundleIndex = builder.bundleIndex;
    this.runtimeEnv = builder.runtimeEnv;
    this.schedulingStrategy = builder.schedulingStrategy;
    this.failFast = builder.failFast;
  }

  /**
   * What was asked, and the default amount of each resource that was not mentioned: asking for 0
   * CPUs means none.
   */
  private static Map<String, Double> withDefaults(
      Map<String, Double> asked, Map<String, Double> defaults) {
    if (asked.isEmpty()) {
      return defaults;
    }
    Map<String, Double> all = new LinkedHashMap<>(defaults);
    all.putAll(asked);
    return Collections.unmodifiableMap(all);
  }

  /**
   * The name that errors, logs and lists call it by, or an actor is found by; null if none was
   * given.
   */
  public @Nullable String getName() {
    return name;
  }

  /**
   * How much of each resource it holds while it runs: what was asked, completed by the default. A
   * task's default is one CPU, an actor's is nothing.
   */
  public Map<String, Double> getResources() {
    return resources;
  }

  /** The placement group whose reserved resources are to be used, null for none. */
  public @Nullable PlacementGroup getGroup() {
    return group;
  }

  /** The bundle of the placement group, -1 for whichever has room. */
  public int getBundleIndex() {
    return bundleIndex;
  }

  /** The runtime environment, null for the job's. */
  public @Nullable RuntimeEnv getRuntimeEnv() {
    return runtimeEnv;
  }

  /** The runtime environment as text, empty for the job's. */
  public String getSerializedRuntimeEnvInfo() {
    return runtimeEnv == null ? "" : runtimeEnv.serializeToRuntimeEnvInfo();
  }

  /** Which node to run on. */
  public SchedulingStrategy getSchedulingStrategy() {
    return schedulingStrategy;
  }

  /**
   * Whether resources that no node has are an error at once, instead of a wait for a node that has
   * them.
   */
  public boolean isFailFast() {
    return failFast;
  }

  /**
   * Collects and checks the options that calls and actors share. Not thread-safe.
   *
   * @param <B> the builder itself
   */
  public abstract static class Builder<B extends Builder<B>> {
    private @Nullable String name;
    private final Map<String, Double> resources = new LinkedHashMap<>();
    private @Nullable PlacementGroup group;
    private int bundleIndex = -1;
    private @Nullable RuntimeEnv runtimeEnv;
    private SchedulingStrategy schedulingStrategy = SchedulingStrategy.DEFAULT;
    private boolean failFast;

    Builder() {}

    abstract B self();

    /** A name, not blank. */
    public B setName(String name) {
      this.name = OptionRules.name("name", name);
      return self();
    }

    /** Processors: not negative, whole above 1. */
    public B setCpus(double cpus) {
      resources.put(CPU, OptionRules.amount("cpus", cpus));
      return self();
    }

    /** Graphics processors: not negative, whole above 1. */
    public B setGpus(double gpus) {
      resources.put(GPU, OptionRules.amount("gpus", gpus));
      return self();
    }

    /** Bytes of heap, not negative. */
    public B setMemory(long bytes) {
      resources.put(MEMORY, (double) OptionRules.atLeast("memory", 0L, bytes));
      return self();
    }

    /** An amount of one resource: not negative, whole above 1. */
    public B setResource(String name, Double amount) {
      OptionRules.name("resource name", name);
      resources.put(name, OptionRules.amount("resource " + name, amount));
      return self();
    }

    /** Amounts of several resources, besides those set before. */
    public B setResources(Map<String, Double> amounts) {
      resources.putAll(OptionRules.amounts("resource", amounts));
      return self();
    }

    /** The placement group to run in, and which of its bundles, -1 for any. */
    public B setPlacementGroup(PlacementGroup group, int bundleIndex) {
      this.group = OptionRules.given("placementGroup", group);
      int bundles = group.getBundles().size();
      if (bundleIndex < -1 || bundleIndex >= bundles) {
        throw OptionRules.bad(
            "bundleIndex", "must be -1 or one of the group's " + bundles + " bundles", bundleIndex);
      }
      this.bundleIndex = bundleIndex;
      return self();
    }

    /** The runtime environment. */
    public B setRuntimeEnv(RuntimeEnv runtimeEnv) {
      this.runtimeEnv = OptionRules.given("runtimeEnv", runtimeEnv);
      return self();
    }

    /** Which node to run on. */
    public B setSchedulingStrategy(SchedulingStrategy strategy) {
      this.schedulingStrategy = OptionRules.given("schedulingStrategy", strategy);
      return self();
    }

    /** Whether resources that no node has are an error at once. */
    public B setFailFast(boolean failFast) {
      this.failFast = failFast;
      return self();
    }
  }
}
