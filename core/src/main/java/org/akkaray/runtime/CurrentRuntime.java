package org.akkaray.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Which runtime the static API of {@code Ray} means on the calling thread: the one that runs the
 * current task, else the one a session bound to the thread, else the default of the process.
 */
public final class CurrentRuntime {

  /**
   * What a thread is bound to. A task's execution context is one, so that one look-up finds both.
   */
  public interface Binding {
    RayRuntime runtime();
  }

  private static final ThreadLocal<@Nullable Binding> BOUND = new ThreadLocal<>();
  private static volatile @Nullable RayRuntime processDefault;

  private CurrentRuntime() {}

  /**
   * The runtime for the calling thread.
   *
   * @throws IllegalStateException if there is none
   */
  public static RayRuntime get() {
    Binding binding = BOUND.get();
    RayRuntime runtime = binding != null ? binding.runtime() : processDefault;
    if (runtime == null) {
      throw new IllegalStateException("Ray is not initialized here: call Ray.init() first.");
    }
    return runtime;
  }

  /** The calling thread's binding, null if it has none. */
  public static @Nullable Binding binding() {
    return BOUND.get();
  }

  /** Binds the calling thread; pass what this returns to {@link #restore} in a finally block. */
  public static @Nullable Binding bind(Binding binding) {
    Binding previous = BOUND.get();
    BOUND.set(binding);
    return previous;
  }

  /**
   * Binds the thread as it was before. Null is kept as a value: to remove the entry costs more than
   * all the rest.
   */
  public static void restore(@Nullable Binding previous) {
    BOUND.set(previous);
  }

  public static @Nullable RayRuntime processDefault() {
    return processDefault;
  }

  public static void setProcessDefault(@Nullable RayRuntime runtime) {
    processDefault = runtime;
  }
}
