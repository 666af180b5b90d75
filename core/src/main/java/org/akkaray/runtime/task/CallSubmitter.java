package org.akkaray.runtime.task;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.exception.RayException;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.SchedulingClass;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of a call: its id, which derives from the caller's and from the call's number;
 * its function and arguments, by value; and the queue it joins.
 */
public final class CallSubmitter {
  /** How often a submitter looks that waits. */
  private static final long EBB_NANOS = 1_000_000;

  private final Services services;
  private final ExecutionContext driver;
  private final Demands demands;
  private final SchedulingClass defaultClass;

  /**
   * @param driver the caller on threads that run no call
   */
  public CallSubmitter(Services services, ExecutionContext driver, Demands demands) {
    this.services = services;
    this.driver = driver;
    this.demands = demands;
    this.defaultClass = services.scheduler().classFor(demands.of(CallOptions.DEFAULT));
  }

  /** What the calls need of the node. */
  public Services services() {
    return services;
  }

  /** Who is calling on this thread. */
  public ExecutionContext caller() {
    ExecutionContext current = ExecutionContext.current(services.runtime());
    return current != null ? current : driver;
  }

  /** Submits a task and returns where its results will be. */
  public Returns submitTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options, ReturnShape shape) {
    TaskPlacement placement = services.placement();
    if (placement != null && placement.isFlooded()) {
      awaitEbb(placement);
    }
    SchedulingClass schedulingClass =
        options == CallOptions.DEFAULT
            ? defaultClass
            : services.scheduler().classFor(demands.of(options));
    ExecutionContext caller = caller();
    CallSpec spec = specify(caller, function, arguments, options, shape);
    TaskInvocation task = new TaskInvocation(services, spec, schedulingClass);
    Returns returns = task.returns();
    services.lineage().submitted(task, caller);
    task.start();
    return returns;
  }

  /** A flood of tasks slows its submitter instead of filling the heap. */
  private void awaitEbb(TaskPlacement placement) {
    try (Blocking ignored = Blocking.begin()) {
      while (placement.isFlooded()) {
        LockSupport.parkNanos(this, EBB_NANOS);
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw new RayException(
              "Interrupted while waiting to submit a task: too many wait for a node.",
              new InterruptedException());
        }
      }
    }
  }

  /**
   * What an actor takes from its node's ledger.
   *
   * @throws InfeasibleResourcesException if this node is alone, the actor wants to fail fast and
   *     asks for what the node does not have in all
   */
  public ResourceSet demandOf(ActorCreationOptions options) {
    ResourceSet demand = demands.of(options);
    ResourceLedger ledger = services.scheduler().ledger();
    if (services.placement() == null && options.isFailFast() && !ledger.isFeasible(demand)) {
      throw new InfeasibleResourcesException(
          "The actor asks for " + demand + ", but there is only " + ledger.total() + " in all.");
    }
    return demand;
  }

  /**
   * What a call is made of, by value from here on.
   *
   * @param caller who makes it
   * @throws SerializationException naming the argument and the field, or the captured variable,
   *     that cannot be sent
   */
  public CallSpec specify(
      ExecutionContext caller,
      RayFunc function,
      @Nullable Object[] arguments,
      CallOptions options,
      ReturnShape shape) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(function);
    long number = caller.nextCall();
    long high = TaskId.childHigh(caller.taskHigh(), caller.taskLow(), number);
    long low = TaskId.childLow(caller.taskHigh(), caller.taskLow(), number);
    RayFunc frozenFunction =
        descriptor.isCapturing() ? services.functions().freeze(function) : function;
    return new CallSpec(
        high,
        low,
        descriptor,
        frozenFunction,
        freeze(arguments, descriptor, high, low),
        options,
        shape);
  }

  /**
   * The caller keeps its array, and may submit the same call again: it is copied if an element has
   * to be replaced.
   */
  private @Nullable Object[] freeze(
      @Nullable Object[] arguments, FunctionDescriptor descriptor, long high, long low) {
    @Nullable Object[] frozen = arguments;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof ObjectRefImpl<?> ref) {
        if (ref.runtime() != services.runtime()) {
          throw new IllegalArgumentException(
              "Argument "
                  + (i + 1)
                  + " of "
                  + descriptor.displayName()
                  + ": "
                  + ref
                  + " belongs to another Ray session, or to one that was shut down.");
        }
      } else {
        Object value = freeze(arguments[i], i, descriptor, high, low);
        if (value != arguments[i]) {
          if (frozen == arguments) {
            frozen = arguments.clone();
          }
          frozen[i] = value;
        }
      }
    }
    return frozen;
  }

  private Object freeze(
      @Nullable Object argument, int index, FunctionDescriptor descriptor, long high, long low) {
    // Arguments share the id space of puts, from its end, so that they never meet a put of the call
    // itself.
    Supplier<ObjectId> id =
        () -> ObjectId.forPut(TaskId.of(high, low), Integer.MAX_VALUE - 1 - index);
    try {
      return services.values().freeze(argument, id);
    } catch (SerializationException e) {
      throw new SerializationException(
          "Argument " + (index + 1) + " of " + descriptor.displayName() + ": " + e.getMessage(),
          e.getCause());
    }
  }
}
