package org.akkaray.runtime.task;

import java.util.function.Supplier;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.SchedulingClass;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of a call: its id, which derives from the caller's and from the call's number; its function and
 * arguments, by value; and the queue it joins.
 */
public final class CallSubmitter {
  private final Services services;
  private final ExecutionContext driver;
  private final SchedulingClass defaultClass;

  /** @param driver the caller on threads that run no call */
  public CallSubmitter(Services services, ExecutionContext driver) {
    this.services = services;
    this.driver = driver;
    this.defaultClass = services.scheduler().classFor(Demands.of(CallOptions.DEFAULT));
  }

  /** Who is calling on this thread. */
  public ExecutionContext caller() {
    ExecutionContext current = ExecutionContext.current(services.runtime());
    return current != null ? current : driver;
  }

  /** Submits a task and returns where its results will be. */
  public Returns submitTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options, ReturnShape shape) {
    SchedulingClass schedulingClass =
        options == CallOptions.DEFAULT ? defaultClass : services.scheduler().classFor(Demands.of(options));
    CallSpec spec = specify(function, arguments, options, shape);
    TaskInvocation task = new TaskInvocation(services, spec, schedulingClass);
    Returns returns = task.returns();
    task.start();
    return returns;
  }

  /**
   * What a call is made of, by value from here on.
   *
   * @throws SerializationException naming the argument and the field, or the captured variable, that cannot be sent
   */
  public CallSpec specify(
      RayFunc function, @Nullable Object[] arguments, CallOptions options, ReturnShape shape) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(function);
    ExecutionContext caller = caller();
    long number = caller.nextCall();
    long high = TaskId.childHigh(caller.taskHigh(), caller.taskLow(), number);
    long low = TaskId.childLow(caller.taskHigh(), caller.taskLow(), number);
    RayFunc frozenFunction =
        descriptor.isCapturing() ? services.functions().freeze(function) : function;
    return new CallSpec(
        high, low, descriptor, frozenFunction, freeze(arguments, descriptor, high, low), options, shape);
  }

  private @Nullable Object[] freeze(
      @Nullable Object[] arguments, FunctionDescriptor descriptor, long high, long low) {
    for (int i = 0; i < arguments.length; i++) {
      if (!(arguments[i] instanceof ObjectRefImpl<?>)) {
        int index = i;
        // Arguments share the id space of puts, from its end, so that they never meet a put of the call itself.
        Supplier<ObjectId> id = () -> ObjectId.forPut(TaskId.of(high, low), Integer.MAX_VALUE - 1 - index);
        try {
          arguments[i] = services.values().freeze(arguments[i], id);
        } catch (SerializationException e) {
          throw new SerializationException(
              "Argument " + (i + 1) + " of " + descriptor.displayName() + ": " + e.getMessage(), e.getCause());
        }
      }
    }
    return arguments;
  }
}
