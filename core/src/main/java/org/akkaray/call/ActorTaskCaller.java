package org.akkaray.call;

import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of an actor's method.
 *
 * @param <R> what the method returns
 */
public final class ActorTaskCaller<R extends @Nullable Object>
    extends BaseActorTaskCaller<ActorTaskCaller<R>> {
  private final BaseActorHandle actor;
  private final RayFuncR<R> function;
  private final @Nullable Object[] arguments;

  /** For {@code handle.task}. */
  public ActorTaskCaller(
      BaseActorHandle actor, RayFuncR<R> function, @Nullable Object[] arguments) {
    this.actor = actor;
    this.function = function;
    this.arguments = arguments;
  }

  /** Sends the call and returns at once with a reference to its result. */
  public ObjectRef<R> remote() {
    return CurrentRuntime.get().submitActorTask(actor, function, arguments, options());
  }
}
