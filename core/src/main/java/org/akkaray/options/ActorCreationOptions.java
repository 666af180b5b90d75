package org.akkaray.options;

import java.util.List;
import java.util.Map;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** What can be asked of an actor when it is created. Immutable. */
public final class ActorCreationOptions extends BaseTaskOptions {
  private static final long serialVersionUID = 1;

  /** A {@code maxRestarts} of an actor that is never restarted: the default. */
  public static final int NO_RESTART = 0;

  /** A {@code maxRestarts} of an actor that is restarted without end. */
  public static final int INFINITE_RESTART = -1;

  /** A {@code maxPendingCalls} without limit: the default. */
  public static final int UNLIMITED_PENDING_CALLS = -1;

  /** What an actor has when nothing is set. */
  public static final ActorCreationOptions DEFAULT = new Builder().build();

  private final @Nullable String namespace;
  private final @Nullable ActorLifetime lifetime;
  private final boolean getIfExists;
  private final int maxRestarts;
  private final int maxTaskRetries;
  private final int maxConcurrency;
  private final int maxPendingCalls;
  private final boolean allowOutOfOrderExecution;
  private final List<String> jvmOptions;
  private final List<ConcurrencyGroup> concurrencyGroups;

  private ActorCreationOptions(Builder builder) {
    super(builder, Map.of());
    this.namespace = builder.namespace;
    this.lifetime = builder.lifetime;
    this.getIfExists = builder.getIfExists;
    this.maxRestarts = builder.maxRestarts;
    this.maxTaskRetries = builder.maxTaskRetries;
    this.maxConcurrency = builder.maxConcurrency;
    this.maxPendingCalls = builder.maxPendingCalls;
    this.allowOutOfOrderExecution = builder.allowOutOfOrderExecution;
    this.jvmOptions = builder.jvmOptions;
    this.concurrencyGroups = builder.concurrencyGroups;
    if (getIfExists && getName() == null) {
      throw new IllegalArgumentException("getIfExists needs a name, but none is set");
    }
  }

  /** The namespace of the name, null for the job's. */
  public @Nullable String getNamespace() {
    return namespace;
  }

  /** How long it lives when nobody ends it, null for what the configuration says. */
  public @Nullable ActorLifetime getLifetime() {
    return lifetime;
  }

  /** Whether an actor that has the name already is what is wanted, instead of an error. */
  public boolean isGetIfExists() {
    return getIfExists;
  }

  /** How often it is restarted when it ends unexpectedly: 0 for never, -1 without end. */
  public int getMaxRestarts() {
    return maxRestarts;
  }

  /** How often a call is run again when the actor ended under it: 0 for never, -1 without end. */
  public int getMaxTaskRetries() {
    return maxTaskRetries;
  }

  /** How many calls run at once; with more than one, calls have no order. */
  public int getMaxConcurrency() {
    return maxConcurrency;
  }

  /** How many calls of one handle may be unfinished, -1 for any number. */
  public int getMaxPendingCalls() {
    return maxPendingCalls;
  }

  /** Whether a call may run before an earlier one whose arguments are not there yet. */
  public boolean allowsOutOfOrderExecution() {
    return allowOutOfOrderExecution;
  }

  /**
   * Options for the JVM of an actor that has one of its own; none has so far, so they are only
   * kept.
   */
  public List<String> getJvmOptions() {
    return jvmOptions;
  }

  /** The actor's concurrency groups, besides those that annotations define. */
  public List<ConcurrencyGroup> getConcurrencyGroups() {
    return concurrencyGroups;
  }

  /** Collects and checks the options of an actor. Not thread-safe. */
  public static final class Builder extends BaseTaskOptions.Builder<Builder> {
    private @Nullable String namespace;
    private @Nullable ActorLifetime lifetime;
    private boolean getIfExists;
    private int maxRestarts = NO_RESTART;
    private int maxTaskRetries;
    private int maxConcurrency = 1;
    private int maxPendingCalls = UNLIMITED_PENDING_CALLS;
    private boolean allowOutOfOrderExecution;
    private List<String> jvmOptions = List.of();
    private List<ConcurrencyGroup> concurrencyGroups = List.of();

    /** With nothing set. */
    public Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** The namespace of the name, not blank. */
    public Builder setNamespace(String namespace) {
      this.namespace = OptionRules.name("namespace", namespace);
      return this;
    }

    /** How long it lives when nobody ends it. */
    public Builder setLifetime(ActorLifetime lifetime) {
      this.lifetime = OptionRules.given("lifetime", lifetime);
      return this;
    }

    /** Whether to use the actor that has the name already, if there is one; needs a name. */
    public Builder setGetIfExists(boolean getIfExists) {
      this.getIfExists = getIfExists;
      return this;
    }

    /** How often to restart it: 0 for never, -1 without end. */
    public Builder setMaxRestarts(int maxRestarts) {
      this.maxRestarts = OptionRules.atLeast("maxRestarts", INFINITE_RESTART, maxRestarts);
      return this;
    }

    /** How often to run a call again when the actor ended under it: 0 for never, -1 without end. */
    public Builder setMaxTaskRetries(int maxTaskRetries) {
      this.maxTaskRetries = OptionRules.atLeast("maxTaskRetries", -1, maxTaskRetries);
      return this;
    }

    /** How many calls run at once, at least 1. */
    public Builder setMaxConcurrency(int maxConcurrency) {
      this.maxConcurrency = OptionRules.atLeast("maxConcurrency", 1, maxConcurrency);
      return this;
    }

    /** How many calls of one handle may be unfinished: at least 1, or -1 for any number. */
    public Builder setMaxPendingCalls(int maxPendingCalls) {
      if (maxPendingCalls < 1 && maxPendingCalls != UNLIMITED_PENDING_CALLS) {
        throw OptionRules.bad("maxPendingCalls", "must be at least 1, or -1", maxPendingCalls);
      }
      this.maxPendingCalls = maxPendingCalls;
      return this;
    }

    /** Whether a call may run before an earlier one whose arguments are not there yet. */
    public Builder setAllowOutOfOrderExecution(boolean allow) {
      this.allowOutOfOrderExecution = allow;
      return this;
    }

    /** Options for the JVM of an actor that has one of its own. */
    public Builder setJvmOptions(List<String> jvmOptions) {
      this.jvmOptions = List.copyOf(jvmOptions);
      return this;
    }

    /** The actor's concurrency groups; their names must differ. */
    public Builder setConcurrencyGroups(List<ConcurrencyGroup> groups) {
      List<String> names = groups.stream().map(ConcurrencyGroup::getName).toList();
      if (names.stream().distinct().count() < names.size()) {
        throw OptionRules.bad("concurrencyGroups", "must have different names", names);
      }
      this.concurrencyGroups = List.copyOf(groups);
      return this;
    }

    /** The options as set so far. */
    public ActorCreationOptions build() {
      return new ActorCreationOptions(this);
    }
  }
}
