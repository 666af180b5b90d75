package org.akkaray.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.akkaray.options.CallOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * The options of a call of a task.
 *
 * @param <T> the caller's own class
 */
public abstract class BaseTaskCaller<T extends BaseTaskCaller<T>> {
  private CallOptions.@Nullable Builder builder;

  BaseTaskCaller() {}

  /** The name that errors, logs and lists call it by, not blank; the function's if not set. */
  public T setName(String name) {
    builder().setName(name);
    return self();
  }

  /** Processors it holds while it runs: not negative, whole above 1; 1 if not set. */
  public T setCpus(double cpus) {
    builder().setCpus(cpus);
    return self();
  }

  /** Graphics processors it holds while it runs: not negative, whole above 1. */
  public T setGpus(double gpus) {
    builder().setGpus(gpus);
    return self();
  }

  /** Bytes of heap it holds while it runs, not negative. */
  public T setMemory(long bytes) {
    builder().setMemory(bytes);
    return self();
  }

  /** An amount of one resource it holds while it runs: not negative, whole above 1. */
  public T setResource(String name, Double amount) {
    builder().setResource(name, amount);
    return self();
  }

  /** Amounts of several resources, besides those set before. */
  public T setResources(Map<String, Double> amounts) {
    builder().setResources(amounts);
    return self();
  }

  /** The placement group to run in, and which of its bundles, -1 for any. */
  public T setPlacementGroup(PlacementGroup group, int bundleIndex) {
    builder().setPlacementGroup(group, bundleIndex);
    return self();
  }

  /** The placement group to run in, in whichever bundle has room. */
  public T setPlacementGroup(PlacementGroup group) {
    return setPlacementGroup(group, -1);
  }

  /** The runtime environment; the job's if not set. */
  public T setRuntimeEnv(RuntimeEnv runtimeEnv) {
    builder().setRuntimeEnv(runtimeEnv);
    return self();
  }

  /** Which of the nodes with the resources to run on. */
  public T setSchedulingStrategy(SchedulingStrategy strategy) {
    builder().setSchedulingStrategy(strategy);
    return self();
  }

  /**
   * Whether resources that no node has are an {@link
   * org.akkaray.exception.InfeasibleResourcesException} instead of a wait for a node that has them;
   * false if not set.
   */
  public T setFailFast(boolean failFast) {
    builder().setFailFast(failFast);
    return self();
  }

  /**
   * How often to run it again after its node died, or after it threw if that is asked for: 0 for
   * never, -1 without end, 3 if not set.
   */
  public T setMaxRetries(int maxRetries) {
    builder().setMaxRetries(maxRetries);
    return self();
  }

  /** Whether an exception of the code is a reason to run it again; false if not set. */
  public T setRetryExceptions(boolean retry) {
    builder().setRetryExceptions(retry);
    return self();
  }

  /** The exceptions of the code that are a reason to run it again, with their subclasses. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final T setRetryExceptions(Class<? extends Throwable>... types) {
    builder().setRetryExceptions(List.of(types));
    return self();
  }

  /**
   * How long an attempt may run before it is cancelled with a {@link
   * org.akkaray.exception.RayTimeoutException}; for ever if not set.
   */
  public T setTimeout(Duration timeout) {
    builder().setTimeout(timeout);
    return self();
  }

  /** This, as what it is. */
  @SuppressWarnings("unchecked") // T is the class itself
  private T self() {
    return (T) this;
  }

  final CallOptions.Builder builder() {
    if (builder == null) {
      builder = new CallOptions.Builder();
    }
    return builder;
  }

  /** What was set; the shared default, without allocating, if nothing was. */
  final CallOptions options() {
    return builder == null ? CallOptions.DEFAULT : builder.build();
  }
}
