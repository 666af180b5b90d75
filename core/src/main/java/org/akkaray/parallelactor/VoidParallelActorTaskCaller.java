package org.akkaray.parallelactor;

import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncVoid;
import org.jspecify.annotations.Nullable;

/** A call of a method without a result of a parallel actor's instance. */
public final class VoidParallelActorTaskCaller {
  private final ParallelActorInstance<?> instance;
  private final RayFuncVoid method;
  private final @Nullable Object[] arguments;

  /** For {@code instance.task}. */
  public VoidParallelActorTaskCaller(
      ParallelActorInstance<?> instance, RayFuncVoid method, @Nullable Object[] arguments) {
    this.instance = instance;
    this.method = method;
    this.arguments = arguments;
  }

  /** Sends the call and returns at once with a reference that is ready when it has ended. */
  public ObjectRef<@Nullable Void> remote() {
    return instance.submit(method, arguments);
  }
}
