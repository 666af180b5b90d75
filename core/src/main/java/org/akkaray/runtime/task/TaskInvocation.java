package org.akkaray.runtime.task;

import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.SchedulingClass;
import org.jspecify.annotations.Nullable;

/** A call of a stateless remote function. */
public final class TaskInvocation extends Invocation {
  private final SchedulingClass schedulingClass;

  public TaskInvocation(Services services, CallSpec spec, SchedulingClass schedulingClass) {
    super(services, spec);
    this.schedulingClass = schedulingClass;
  }

  @Override
  protected void inputsReady() {
    if (isClaimed()) {
      return;
    }
    if (options().isFailFast()
        && !services().scheduler().ledger().isFeasible(schedulingClass.demand())) {
      stop(
          new Failure.Infeasible(
              "Task "
                  + name()
                  + " asks for "
                  + schedulingClass.demand()
                  + ", but there is only "
                  + services().scheduler().ledger().total()
                  + " in all."));
      return;
    }
    services().scheduler().submit(schedulingClass, this);
  }

  @Override
  public void tryRunInPlace() {
    if (hasInputs() && !isClaimed()) {
      ExecutionContext context = ExecutionContext.current(services().runtime());
      services()
          .scheduler()
          .tryRunInPlace(schedulingClass, this, context == null ? null : context.lease());
    }
  }

  @Override
  protected @Nullable Object receiver() {
    return null;
  }

  @Override
  protected boolean shouldRetry(Throwable thrown) {
    int retries = options().getMaxRetries();
    return (retries < 0 || attempt() < retries) && options().isRetried(thrown);
  }

  @Override
  protected void requeue() {
    services().scheduler().submit(schedulingClass, this);
  }

  @Override
  protected String kind() {
    return "task";
  }

  @Override
  protected String whereQueued() {
    return "queued on node "
        + services().nodeName()
        + " for "
        + schedulingClass.demand()
        + " (free: "
        + services().scheduler().ledger().free()
        + ")";
  }
}
