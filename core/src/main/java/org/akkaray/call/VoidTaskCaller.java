package org.akkaray.call;

import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncVoid;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/** A call of a function without a result as a task. */
public final class VoidTaskCaller extends BaseTaskCaller<VoidTaskCaller> {
  private final RayFuncVoid function;
  private final @Nullable Object[] arguments;

  /** For {@code Ray.task}. */
  public VoidTaskCaller(RayFuncVoid function, @Nullable Object[] arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** Submits the call and returns at once with a reference that is ready when it has ended. */
  public ObjectRef<@Nullable Void> remote() {
    return CurrentRuntime.get().submitTask(function, arguments, options());
  }
}
