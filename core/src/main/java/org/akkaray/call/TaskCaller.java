package org.akkaray.call;

import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function as a task.
 *
 * @param <R> what the function returns
 */
public final class TaskCaller<R extends @Nullable Object> extends BaseTaskCaller<TaskCaller<R>> {
  private final RayFuncR<R> function;
  private final @Nullable Object[] arguments;

  /** For {@code Ray.task}. */
  public TaskCaller(RayFuncR<R> function, @Nullable Object[] arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** Submits the call and returns at once with a reference to its result. */
  public ObjectRef<R> remote() {
    return CurrentRuntime.get().submitTask(function, arguments, options());
  }
}
