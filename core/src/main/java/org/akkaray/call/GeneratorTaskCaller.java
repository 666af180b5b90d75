package org.akkaray.call;

import java.util.Iterator;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that returns an iterator, each element of it an object as soon as it is
 * yielded.
 *
 * @param <E> the elements that are yielded
 */
public final class GeneratorTaskCaller<E extends @Nullable Object>
    extends BaseTaskCaller<GeneratorTaskCaller<E>> {
  private final RayFuncR<? extends Iterator<E>> function;
  private final @Nullable Object[] arguments;

  /** For {@code Ray.generatorTask}. */
  public GeneratorTaskCaller(
      RayFuncR<? extends Iterator<E>> function, @Nullable Object[] arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** How many objects it may be ahead of its reader, at least 1; 64 if not set. */
  public GeneratorTaskCaller<E> setGeneratorBackpressure(int objects) {
    builder().setGeneratorBackpressure(objects);
    return this;
  }

  /** Submits the call and returns at once with the stream of its results. */
  public ObjectRefGenerator<E> remote() {
    return CurrentRuntime.get().submitGeneratorTask(function, arguments, options());
  }
}
