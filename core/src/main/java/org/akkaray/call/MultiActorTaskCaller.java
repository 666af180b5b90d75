package org.akkaray.call;

import java.util.List;
import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of an actor method that returns a list, each element of it an object of its own.
 *
 * @param <E> the elements of the list
 */
public final class MultiActorTaskCaller<E extends @Nullable Object>
    extends BaseActorTaskCaller<MultiActorTaskCaller<E>> {
  private final BaseActorHandle actor;
  private final RayFuncR<? extends List<E>> function;
  private final @Nullable Object[] arguments;

  /** For {@code handle.multiTask}. */
  public MultiActorTaskCaller(
      BaseActorHandle actor, RayFuncR<? extends List<E>> function, @Nullable Object[] arguments) {
    this.actor = actor;
    this.function = function;
    this.arguments = arguments;
  }

  /**
   * How many elements the list will have, at least 1; 1 if not set. A list of another length is the
   * call's failure.
   */
  public MultiActorTaskCaller<E> setNumReturns(int numReturns) {
    builder().setNumReturns(numReturns);
    return this;
  }

  /** Sends the call and returns at once with references to the elements of its result. */
  public List<ObjectRef<E>> remote() {
    return CurrentRuntime.get().submitActorMultiTask(actor, function, arguments, options());
  }
}
