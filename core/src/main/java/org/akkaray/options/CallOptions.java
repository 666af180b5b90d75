package org.akkaray.options;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** What can be asked of one call of a task or of an actor's method. Immutable. */
public final class CallOptions extends BaseTaskOptions {
  private static final long serialVersionUID = 1;

  /** What {@link #getMaxRetries} means without end. */
  public static final int INFINITE_RETRIES = -1;

  private static final int DEFAULT_MAX_RETRIES = 3;
  private static final int DEFAULT_BACKPRESSURE = 64;
  private static final Map<String, Double> DEFAULT_RESOURCES = Map.of(CPU, 1.0);

  /** What a call has when nothing is set. */
  public static final CallOptions DEFAULT = new Builder().build();

  private final @Nullable String concurrencyGroupName;
  private final int maxRetries;
  private final boolean maxRetriesSet;
  private final boolean retryExceptions;
  private final List<Class<? extends Throwable>> retriedExceptions;
  private final @Nullable Duration timeout;
  private final int numReturns;
  private final int generatorBackpressure;

  private CallOptions(Builder builder) {
    super(builder, DEFAULT_RESOURCES);
    this.concurrencyGroupName = builder.concurrencyGroupName;
    this.maxRetriesSet = builder.maxRetries != null;
    this.maxRetries = builder.maxRetries != null ? builder.maxRetries : DEFAULT_MAX_RETRIES;
    this.retryExceptions = builder.retryExceptions;
    this.retriedExceptions = builder.retriedExceptions;
    this.timeout = builder.timeout;
    this.numReturns = builder.numReturns;
    this.generatorBackpressure = builder.generatorBackpressure;
  }

  /** The actor's concurrency group to run in, null for the method's own. */
  public @Nullable String getConcurrencyGroupName() {
    return concurrencyGroupName;
  }

  /**
   * How often a call is run again after its node died, or, if it asked for that, after it threw; -1
   * without end.
   */
  public int getMaxRetries() {
    return maxRetries;
  }

  /**
   * Whether {@link #getMaxRetries} was set; if not, an actor's call goes by the actor's {@code
   * maxTaskRetries}.
   */
  public boolean isMaxRetriesSet() {
    return maxRetriesSet;
  }

  /**
   * Whether an exception that the code throws is a reason to run the call again, see {@link
   * #isRetried}.
   */
  public boolean isRetryExceptions() {
    return retryExceptions;
  }

  /** The classes of exceptions that are a reason to run the call again; empty means all or none. */
  public List<Class<? extends Throwable>> getRetriedExceptions() {
    return retriedExceptions;
  }

  /** Whether this exception of the code is a reason to run the call again. */
  public boolean isRetried(Throwable thrown) {
    return retryExceptions
        && (retriedExceptions.isEmpty()
            || retriedExceptions.stream().anyMatch(type -> type.isInstance(thrown)));
  }

  /** How long an attempt may run before it is cancelled, null for ever. */
  public @Nullable Duration getTimeout() {
    return timeout;
  }

  /** How many objects a call with several returns makes. */
  public int getNumReturns() {
    return numReturns;
  }

  /** How many objects a generator may be ahead of its reader. */
  public int getGeneratorBackpressure() {
    return generatorBackpressure;
  }

  /** Collects and checks the options of a call. Not thread-safe. */
  public static final class Builder extends BaseTaskOptions.Builder<Builder> {
    private @Nullable String concurrencyGroupName;
    private @Nullable Integer maxRetries;
    private boolean retryExceptions;
    private List<Class<? extends Throwable>> retriedExceptions = List.of();
    private @Nullable Duration timeout;
    private int numReturns = 1;
    private int generatorBackpressure = DEFAULT_BACKPRESSURE;

    /** With nothing set. */
    public Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** The actor's concurrency group to run in, not blank. */
    public Builder setConcurrencyGroupName(String name) {
      this.concurrencyGroupName = OptionRules.name("concurrencyGroup", name);
      return this;
    }

    /** How often to run the call again: 0 for never, -1 without end, 3 if not set. */
    public Builder setMaxRetries(int maxRetries) {
      this.maxRetries = OptionRules.atLeast("maxRetries", INFINITE_RETRIES, maxRetries);
      return this;
    }

    /** Whether any exception of the code is a reason to run the call again; false if not set. */
    public Builder setRetryExceptions(boolean retry) {
      this.retryExceptions = retry;
      this.retriedExceptions = List.of();
      return this;
    }

    /**
     * The exceptions of the code that are a reason to run the call again, with their subclasses.
     */
    public Builder setRetryExceptions(List<Class<? extends Throwable>> types) {
      this.retryExceptions = !types.isEmpty();
      this.retriedExceptions = List.copyOf(types);
      return this;
    }

    /** How long an attempt may run; more than zero. */
    public Builder setTimeout(Duration timeout) {
      if (OptionRules.time("timeout", timeout).isZero()) {
        throw OptionRules.bad("timeout", "must be more than zero", timeout);
      }
      this.timeout = timeout;
      return this;
    }

    /** How many objects a call with several returns makes, at least 1. */
    public Builder setNumReturns(int numReturns) {
      this.numReturns = OptionRules.atLeast("numReturns", 1, numReturns);
      return this;
    }

    /** How many objects a generator may be ahead of its reader, at least 1; 64 if not set. */
    public Builder setGeneratorBackpressure(int objects) {
      this.generatorBackpressure = OptionRules.atLeast("generatorBackpressure", 1, objects);
      return this;
    }

    /** The options as set so far. */
    public CallOptions build() {
      return new CallOptions(this);
    }
  }
}
