package org.akkaray.call;

import java.util.Map;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.ActorLifetime;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * The options of an actor.
 *
 * @param <T> the creator's own class
 */
public abstract class BaseActorCreator<T extends BaseActorCreator<T>> {
  private ActorCreationOptions.@Nullable Builder builder;

  BaseActorCreator() {}

  /** A name to find it by in the job's namespace, not blank. */
  public T setName(String name) {
    builder().setName(name);
    return self();
  }

  /** A name to find it by, and the name's namespace; neither blank. */
  public T setName(String name, String namespace) {
    builder().setName(name).setNamespace(namespace);
    return self();
  }

  /**
   * Whether to use the actor that has the name already, if there is one; false if not set: that is
   * an error.
   */
  public T setGetIfExists(boolean getIfExists) {
    builder().setGetIfExists(getIfExists);
    return self();
  }

  /** How long it lives when nobody ends it; as the configuration says if not set. */
  public T setLifetime(ActorLifetime lifetime) {
    builder().setLifetime(lifetime);
    return self();
  }

  /** Processors it holds while it runs: not negative, whole above 1; 0 if not set. */
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
   * How often to create it again when it ends unexpectedly: 0 for never, as if not set, -1 without
   * end.
   */
  public T setMaxRestarts(int maxRestarts) {
    builder().setMaxRestarts(maxRestarts);
    return self();
  }

  /**
   * How often to run a call again when the actor ended under it: 0 for never, as if not set, -1
   * without end.
   */
  public T setMaxTaskRetries(int maxTaskRetries) {
    builder().setMaxTaskRetries(maxTaskRetries);
    return self();
  }

  /** How many calls run at once, at least 1; 1 if not set. With more, calls have no order. */
  public T setMaxConcurrency(int maxConcurrency) {
    builder().setMaxConcurrency(maxConcurrency);
    return self();
  }

  /**
   * How many calls of one handle may be unfinished; one more is a {@link
   * org.akkaray.exception.PendingCallsLimitExceededException}. At least 1, or -1 for any number, as
   * if not set.
   */
  public T setMaxPendingCalls(int maxPendingCalls) {
    builder().setMaxPendingCalls(maxPendingCalls);
    return self();
  }

  /**
   * Whether a call may run before an earlier one whose arguments are not there yet; false if not
   * set.
   */
  public T setAllowOutOfOrderExecution(boolean allow) {
    builder().setAllowOutOfOrderExecution(allow);
    return self();
  }

  /** This, as what it is. */
  @SuppressWarnings("unchecked") // T is the class itself
  private T self() {
    return (T) this;
  }

  final ActorCreationOptions.Builder builder() {
    if (builder == null) {
      builder = new ActorCreationOptions.Builder();
    }
    return builder;
  }

  /** What was set; the shared default, without allocating, if nothing was. */
  final ActorCreationOptions options() {
    return builder == null ? ActorCreationOptions.DEFAULT : builder.build();
  }
}
