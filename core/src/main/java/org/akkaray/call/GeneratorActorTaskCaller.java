package org.akkaray.call;

import java.util.Iterator;
import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of an actor method that returns an iterator, each element of it an object as soon as it is
 * yielded.
 *
 * @param <E> the elements that are yielded
 */
public final class GeneratorActorTaskCaller<E extends @Nullable Object>
    extends BaseActorTaskCaller<GeneratorActorTaskCaller<E>> {
  private final BaseActorHandle actor;
  private final RayFuncR<? extends Iterator<E>> function;
  private final @Nullable Object[] arguments;

  /** For {@code handle.generatorTask}. */
  public GeneratorActorTaskCaller(
      BaseActorHandle actor,
      RayFuncR<? extends Iterator<E>> function,
      @Nullable Object[] arguments) {
    this.actor = actor;
    this.function = function;
    this.arguments = arguments;
  }

  /** How many objects it may be ahead of its reader, at least 1; 64 if not set. */
  public GeneratorActorTaskCaller<E> setGeneratorBackpressure(int objects) {
    builder().setGeneratorBackpressure(objects);
    return this;
  }

  /** Sends the call and returns at once with the stream of its results. */
  public ObjectRefGenerator<E> remote() {
    return CurrentRuntime.get().submitActorGeneratorTask(actor, function, arguments, options());
  }
}
