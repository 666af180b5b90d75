package org.akkaray.runtime.task;

import org.akkaray.function.RayFunc;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What is submitted: everything that a run of the call depends on, by value.
 *
 * @param taskHigh with {@code taskLow}, the call's task id
 * @param function frozen, if it captures anything
 * @param arguments each a frozen value, or an {@link org.akkaray.runtime.object.ObjectRefImpl} in
 *     whose place the function gets its value
 * @param attempt 0 for the first
 */
public record CallSpec(
    long taskHigh,
    long taskLow,
    FunctionDescriptor descriptor,
    RayFunc function,
    @Nullable Object[] arguments,
    CallOptions options,
    ReturnShape shape,
    int attempt) {

  /** A first attempt. */
  public CallSpec(
      long taskHigh,
      long taskLow,
      FunctionDescriptor descriptor,
      RayFunc function,
      @Nullable Object[] arguments,
      CallOptions options,
      ReturnShape shape) {
    this(taskHigh, taskLow, descriptor, function, arguments, options, shape, 0);
  }

  /** The same, with results that belong to the caller's job. */
  public CallSpec returningTo(Services callers) {
    return with((invocation, runtime, high, low, options) ->
        shape.create(invocation, callers.runtime(), high, low, options));
  }

  /** The same, returning elsewhere. */
  public CallSpec with(ReturnShape otherShape) {
    return new CallSpec(
        taskHigh, taskLow, descriptor, function, arguments, options, otherShape, attempt);
  }
}
