package org.akkaray.runtime.remote;

import org.akkaray.runtime.scheduler.SchedulingClass;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.TaskInvocation;

/** A task that another node owns and this one runs. */
final class HostedTask extends TaskInvocation {
  private final Runnable over;

  /**
   * @param over called once, when it has run or been cancelled
   */
  HostedTask(Services services, CallSpec spec, SchedulingClass schedulingClass, Runnable over) {
    super(services, spec, schedulingClass);
    this.over = over;
  }

  /**
   * It was placed here by a global scheduler; if all nodes passed on what they got, it would
   * wander.
   */
  @Override
  protected boolean mayMove() {
    return false;
  }

  @Override
  protected void ended() {
    over.run();
  }
}
