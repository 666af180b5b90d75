package org.akkaray.runtime.task;

import org.akkaray.options.CallOptions;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.MultiReturns;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Returns;

/** What a call returns to: makes the place for its results. */
@FunctionalInterface
public interface ReturnShape {
  /** One object. */
  ReturnShape SINGLE =
      (call, runtime, high, low, options) -> new ObjectRefImpl<>(runtime, high, low, 0, call);

  /** {@link CallOptions#getNumReturns} objects, from a list. */
  ReturnShape MULTIPLE =
      (call, runtime, high, low, options) ->
          new MultiReturns<>(runtime, high, low, options.getNumReturns(), call);

  /** As many as the returned iterator yields, each as soon as it is there. */
  ReturnShape GENERATOR =
      (call, runtime, high, low, options) ->
          new GeneratorStream<>(runtime, high, low, options.getGeneratorBackpressure(), call);

  Returns create(
      Invocation call, RayRuntime runtime, long taskHigh, long taskLow, CallOptions options);
}
