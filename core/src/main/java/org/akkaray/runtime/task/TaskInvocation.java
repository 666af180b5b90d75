package org.akkaray.runtime.task;

import java.util.concurrent.CompletableFuture;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.RemoteValue;
import org.akkaray.runtime.scheduler.SchedulingClass;
import org.jspecify.annotations.Nullable;

/** A call of a stateless remote function. */
public class TaskInvocation extends Invocation {
  private final SchedulingClass schedulingClass;

  /** Set while the placement has it: a reader must not run it in place. */
  private volatile boolean taken;

  public TaskInvocation(Services services, CallSpec spec, SchedulingClass schedulingClass) {
    super(services, spec);
    this.schedulingClass = schedulingClass;
  }

  @Override
  protected void inputsReady() {
    if (isClaimed()) {
      return;
    }
    TaskPlacement placement = services().placement();
    if (placement != null) {
      taken = mayMove();
      if (!taken || !placement.take(this)) {
        runHereWithInputs();
      }
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
    runHere();
  }

  /** Whether another node may run it. */
  protected boolean mayMove() {
    return true;
  }

  /** Joins this node's queue. */
  private void runHere() {
    services().scheduler().submit(schedulingClass, this);
  }

  /** Joins this node's queue once what lies in other nodes' stores is near. */
  public final void runHereWithInputs() {
    taken = false;
    CompletableFuture<?> fetched = null;
    for (Object argument : frozenArguments()) {
      Object value = argument instanceof ObjectRefImpl<?> ref ? ref.result() : argument;
      if (value instanceof RemoteValue remote) {
        CompletableFuture<Void> fetch = remote.fetch(PullPriority.TASK_ARGUMENT);
        fetched = fetched == null ? fetch : CompletableFuture.allOf(fetched, fetch);
      }
    }
    if (fetched == null || fetched.isDone()) {
      runHere(); // should a fetch have failed, reading will say so
    } else {
      fetched.whenComplete((done, failure) -> runHere());
    }
  }

  /** Claims the call for another node; false if it has begun here, or is over. */
  public final boolean leave() {
    return claim() && sendAway();
  }

  /**
   * The node that had the call will not answer: it is placed again.
   *
   * @param counts whether that was an attempt
   */
  public final void returnHome(boolean counts) {
    if (comeBack(counts)) {
      inputsReady();
    }
  }

  @Override
  protected void cancelledAway() {
    TaskPlacement placement = services().placement();
    if (placement != null) {
      placement.cancelled(this);
    }
  }

  @Override
  protected String whereAway() {
    TaskPlacement placement = services().placement();
    return placement == null ? super.whereAway() : placement.whereabouts(this);
  }

  /** What the call takes from the ledger of the node that runs it. */
  public final SchedulingClass schedulingClass() {
    return schedulingClass;
  }

  @Override
  public void tryRunInPlace() {
    if (taken) {
      TaskPlacement placement = services().placement();
      if (placement != null) {
        placement.hurry(this);
      }
      return;
    }
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
