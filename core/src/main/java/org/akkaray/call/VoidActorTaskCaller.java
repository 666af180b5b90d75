package org.akkaray.call;

import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncVoid;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/** A call of an actor's method without a result. */
public final class VoidActorTaskCaller extends BaseActorTaskCaller<VoidActorTaskCaller> {
  private final BaseActorHandle actor;
  private final RayFuncVoid function;
  private final @Nullable Object[] arguments;

  /** For {@code handle.task}. */
  public VoidActorTaskCaller(
      BaseActorHandle actor, RayFuncVoid function, @Nullable Object[] arguments) {
    this.actor = actor;
    this.function = function;
    this.arguments = arguments;
  }

  /** Sends the call and returns at once with a reference that is ready when it has ended. */
  public ObjectRef<@Nullable Void> remote() {
    return CurrentRuntime.get().submitActorTask(actor, function, arguments, options());
  }
}
