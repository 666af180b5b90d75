package org.akkaray.runtime.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.scheduler.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: the driver, a task or an actor's method. Bound to the thread that runs it.
 * Numbers the calls and the puts of its task, from which their ids derive.
 */
public final class ExecutionContext implements CurrentRuntime.Binding {
  private static final VarHandle CALLS;
  private static final VarHandle PUTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CALLS = lookup.findVarHandle(ExecutionContext.class, "calls", long.class);
      PUTS = lookup.findVarHandle(ExecutionContext.class, "puts", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RayRuntime runtime;
  private final long taskHigh;
  private final long taskLow;
  private final @Nullable Invocation invocation;
  private final @Nullable Lease lease;
  private final @Nullable ExecutionContext below;
  private final int depth;
  private @Nullable TaskId taskId;

  @SuppressWarnings("unused") // through CALLS
  private volatile long calls;

  @SuppressWarnings("unused") // through PUTS
  private volatile int puts;

  private ExecutionContext(
      RayRuntime runtime,
      long taskHigh,
      long taskLow,
      @Nullable Invocation invocation,
      @Nullable Lease lease,
      @Nullable ExecutionContext below) {
    this.runtime = runtime;
    this.taskHigh = taskHigh;
    this.taskLow = taskLow;
    this.invocation = invocation;
    this.lease = lease;
    this.below = below;
    this.depth = below == null ? 0 : below.depth + 1;
  }

  /** The driver's context, shared by all its threads. */
  public static ExecutionContext ofDriver(RayRuntime runtime, TaskId driverTask) {
    return new ExecutionContext(runtime, driverTask.high(), driverTask.low(), null, null, null);
  }

  /**
   * The context of one run of a call.
   *
   * @param below what the thread was doing, if it runs the call in place while it waits for it
   */
  static ExecutionContext ofCall(
      Invocation invocation, @Nullable Lease lease, @Nullable ExecutionContext below) {
    return new ExecutionContext(
        invocation.services().runtime(),
        invocation.taskHigh(),
        invocation.taskLow(),
        invocation,
        lease,
        below);
  }

  /** The calling thread's context if it runs a call of this runtime, else null. */
  public static @Nullable ExecutionContext current(RayRuntime runtime) {
    return CurrentRuntime.binding() instanceof ExecutionContext context
            && context.runtime == runtime
        ? context
        : null;
  }

  @Override
  public RayRuntime runtime() {
    return runtime;
  }

  /** The task's id. */
  public TaskId taskId() {
    TaskId known = taskId;
    if (known == null) {
      known = TaskId.of(taskHigh, taskLow);
      taskId = known; // immutable: two threads may both make it
    }
    return known;
  }

  long taskHigh() {
    return taskHigh;
  }

  long taskLow() {
    return taskLow;
  }

  /** The call that runs; null for the driver. */
  public @Nullable Invocation invocation() {
    return invocation;
  }

  /** What the thread holds while it runs this; null if nothing. */
  public @Nullable Lease lease() {
    return lease;
  }

  /** What waits on this same thread for this call to end; null if nothing. */
  public @Nullable ExecutionContext below() {
    return below;
  }

  /** How many calls wait on this thread for one another. */
  int depth() {
    return depth;
  }

  long nextCall() {
    return (long) CALLS.getAndAdd(this, 1L);
  }

  /** A reference for the next value that the caller puts. */
  public <T> ObjectRefImpl<T> newPut() {
    int number = (int) PUTS.getAndAdd(this, 1);
    return new ObjectRefImpl<>(runtime, taskHigh, taskLow, -1 - number, null);
  }
}
