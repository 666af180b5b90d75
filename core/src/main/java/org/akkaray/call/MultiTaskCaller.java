package org.akkaray.call;

import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that returns a list, each element of it an object of its own.
 *
 * @param <E> the elements of the list
 */
public final class MultiTaskCaller<E extends @Nullable Object>
    extends BaseTaskCaller<MultiTaskCaller<E>> {
  private final RayFuncR<? extends List<E>> function;
  private final @Nullable Object[] arguments;

  /** For {@code Ray.multiTask}. */
  public MultiTaskCaller(RayFuncR<? extends List<E>> function, @Nullable Object[] arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /**
   * How many elements the list will have, at least 1; 1 if not set. A list of another length is the
   * call's failure.
   */
  public MultiTaskCaller<E> setNumReturns(int numReturns) {
    builder().setNumReturns(numReturns);
    return this;
  }

  /** Submits the call and returns at once with references to the elements of its result. */
  public List<ObjectRef<E>> remote() {
    return CurrentRuntime.get().submitMultiTask(function, arguments, options());
  }
}
