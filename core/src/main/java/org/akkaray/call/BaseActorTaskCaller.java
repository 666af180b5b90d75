package org.akkaray.call;

import java.time.Duration;
import java.util.List;
import org.akkaray.options.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a call of an actor's method.
 *
 * @param <T> the caller's own class
 */
public abstract class BaseActorTaskCaller<T extends BaseActorTaskCaller<T>> {
  private CallOptions.@Nullable Builder builder;

  BaseActorTaskCaller() {}

  /** The name that errors, logs and lists call it by, not blank; the function's if not set. */
  public T setName(String name) {
    builder().setName(name);
    return self();
  }

  /** The actor's concurrency group to run in, not blank; the method's own if not set. */
  public T setConcurrencyGroup(String name) {
    builder().setConcurrencyGroupName(name);
    return self();
  }

  /**
   * How often to run it again after its actor ended under it, or after it threw if that is asked
   * for: 0 for never, -1 without end, the actor's {@code maxTaskRetries} if not set.
   */
  public T setMaxRetries(int maxRetries) {
    builder().setMaxRetries(maxRetries);
    return self();
  }

  /** Whether an exception of the code is a reason to run it again; false if not set. */
  public T setRetryExceptions(boolean retry) {
    builder().setRetryExceptions(retry);
    return self();
  }

  /** The exceptions of the code that are a reason to run it again, with their subclasses. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final T setRetryExceptions(Class<? extends Throwable>... types) {
    builder().setRetryExceptions(List.of(types));
    return self();
  }

  /**
   * How long an attempt may run before it is cancelled with a {@link
   * org.akkaray.exception.RayTimeoutException}; for ever if not set.
   */
  public T setTimeout(Duration timeout) {
    builder().setTimeout(timeout);
    return self();
  }

  /** This, as what it is. */
  @SuppressWarnings("unchecked") // T is the class itself
  private T self() {
    return (T) this;
  }

  final CallOptions.Builder builder() {
    if (builder == null) {
      builder = new CallOptions.Builder();
    }
    return builder;
  }

  /** What was set; the shared default, without allocating, if nothing was. */
  final CallOptions options() {
    return builder == null ? CallOptions.DEFAULT : builder.build();
  }
}
