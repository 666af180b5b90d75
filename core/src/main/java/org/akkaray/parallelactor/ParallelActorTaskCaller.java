package org.akkaray.parallelactor;

import org.akkaray.ObjectRef;
import org.akkaray.function.RayFuncR;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method of a parallel actor's instance.
 *
 * @param <R> what the method returns
 */
public final class ParallelActorTaskCaller<R extends @Nullable Object> {
  private final ParallelActorInstance<?> instance;
  private final RayFuncR<R> method;
  private final @Nullable Object[] arguments;

  /** For {@code instance.task}. */
  public ParallelActorTaskCaller(
      ParallelActorInstance<?> instance, RayFuncR<R> method, @Nullable Object[] arguments) {
    this.instance = instance;
    this.method = method;
    this.arguments = arguments;
  }

  /** Sends the call and returns at once with a reference to its result. */
  public ObjectRef<R> remote() {
    return instance.submit(method, arguments);
  }
}
