package org.akkaray.runtime.task;

import org.akkaray.function.RayFunc;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.MultiReturns;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.jspecify.annotations.Nullable;

/**
 * What a call is, whatever becomes of it: its id, its function, its options, and where its result
 * goes. A superclass of {@link Invocation} for the same reason as {@link CallInputs}.
 */
abstract class SubmittedCall extends CallInputs implements Producer {
  private final long taskHigh;
  private final long taskLow;
  private final FunctionDescriptor descriptor;
  private final CallOptions options;
  private @Nullable RayFunc function;

  SubmittedCall(Services services, CallSpec spec) {
    super(services, spec.arguments());
    this.taskHigh = spec.taskHigh();
    this.taskLow = spec.taskLow();
    this.descriptor = spec.descriptor();
    this.options = spec.options();
    this.function = spec.function();
  }

  SubmittedCall(SubmittedCall same) {
    super(same);
    this.taskHigh = same.taskHigh;
    this.taskLow = same.taskLow;
    this.descriptor = same.descriptor;
    this.options = same.options;
    this.function = same.function;
  }

  /** Where the result goes. */
  public abstract Returns returns();

  /** "task" or "actor method", for messages. */
  protected abstract String kind();

  public final String name() {
    return options.getName() != null ? options.getName() : descriptor.displayName();
  }

  public final CallOptions options() {
    return options;
  }

  public final FunctionDescriptor descriptor() {
    return descriptor;
  }

  /** How the call returns: 0 for one object, 1 for several, 2 for a stream of them. */
  public final int shape() {
    return switch (returns()) {
      case ObjectRefImpl<?> single -> 0;
      case MultiReturns<?> several -> 1;
      default -> 2;
    };
  }

  /** The function, live or frozen; null when the call is over. */
  public final @Nullable RayFunc function() {
    return function;
  }

  /** The function as it is called. */
  final RayFunc liveFunction() {
    return descriptor.isCapturing() ? services().functions().thaw(function) : function;
  }

  /** What is over must not keep alive what its function captured, nor its inputs. */
  final void dropWhatItTakes() {
    function = null;
    dropArguments();
  }

  public final long taskHigh() {
    return taskHigh;
  }

  public final long taskLow() {
    return taskLow;
  }
}
