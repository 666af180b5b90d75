package org.akkaray.runtime.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.function.FunctionInvoker;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.scheduler.Work;
import org.jspecify.annotations.Nullable;

/**
 * One call of a task or of an actor's method, from its submission to its result.
 *
 * <pre>
 *   WAITING --claim--> CLAIMED --run--> RUNNING ------------------------------> DONE
 *    |   ^                                |  \                                  ^
 *    |   +------------retry---------------+   +--cancel--> INTERRUPTING --> INTERRUPTED
 *    |   +---------node lost---- AWAY --result--> DONE
 *    |                 CLAIMED --^  |
 *    +--cancel--> CANCELLED <-cancel+
 * </pre>
 *
 * {@code claim} is the race that matters: a worker, a reader that would run the call in place and a
 * canceller all go through one compare-and-set. Results are published through {@link Returns},
 * where the first one wins; a canceller publishes first and interrupts afterwards, so that no
 * thread is interrupted for a call that has ended.
 */
public abstract class Invocation extends SubmittedCall implements Work {
  private static final int WAITING = 0;
  private static final int CLAIMED = 1;
  private static final int RUNNING = 2;
  private static final int INTERRUPTING = 3;
  private static final int INTERRUPTED = 4;
  private static final int DONE = 5;
  private static final int CANCELLED = 6;
  private static final int AWAY = 7;

  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Invocation.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Returns returns;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable Thread runner;

  /** Of a call whose function returned a future; else null. */
  private volatile @Nullable FutureResult future;

  private int attempt;
  private volatile int state;

  /**
   * Set when the incarnation of the actor that ran this is over: what it may still return must not
   * be published.
   */
  private volatile boolean fenced;

  protected Invocation(Services services, CallSpec spec) {
    super(services, spec);
    this.attempt = spec.attempt();
    this.returns =
        spec.shape().create(this, services().runtime(), taskHigh(), taskLow(), options());
  }

  /**
   * The same call once more, in place of one that is fenced off: it returns to the same objects.
   */
  protected Invocation(Invocation fencedOff, int attempt) {
    super(fencedOff);
    this.returns = fencedOff.returns;
    this.attempt = attempt;
    inherit(fencedOff);
    returns.producedBy(this);
  }

  /** The object that an actor's method works on; null for a task. */
  protected abstract @Nullable Object receiver();

  /** Whether what user code threw is reason to run the call again. */
  protected abstract boolean shouldRetry(Throwable thrown);

  /** Queues the call once more. */
  protected abstract void requeue();

  /**
   * What it means that the call threw this, if it is more than an ordinary failure of user code;
   * else null.
   */
  protected @Nullable Failure interpret(Throwable thrown) {
    return null;
  }

  /** Told when the call returned a future that is not complete, and when it is. */
  protected void resultPending(boolean pending) {}

  /** Told once, when the call has a result or a failure and no thread works on it. */
  protected void ended() {}

  @Override
  public final boolean claim() {
    return state == WAITING && STATE.compareAndSet(this, WAITING, CLAIMED);
  }

  @Override
  public final boolean isClaimed() {
    return state != WAITING;
  }

  @Override
  public final void run(@Nullable Lease lease) {
    ExecutionContext below = ExecutionContext.current(services().runtime());
    CurrentRuntime.Binding outer = CurrentRuntime.bind(ExecutionContext.ofCall(this, lease, below));
    runner = Thread.currentThread();
    // From here on a canceller interrupts; one that came before has completed the returns.
    state = RUNNING;
    noteBegin();
    returns.begins();
    boolean again = false;
    Duration timeout = options().getTimeout();
    if (timeout != null) {
      deadline =
          services().timer().schedule(this::timeOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
    try {
      if (!returns.isComplete() && !fenced) {
        publish(invoke());
      }
    } catch (Throwable thrown) {
      again = failedOnce(thrown, outer != null);
    } finally {
      CurrentRuntime.restore(outer);
    }
    // Before the state: when that is WAITING again, the next run may begin on another thread.
    runner = null;
    if (again) {
      cancelDeadline(); // the next run has its own
    }
    if (!STATE.compareAndSet(this, RUNNING, again ? WAITING : DONE)) {
      while (state != INTERRUPTED) {
        Thread.onSpinWait();
      }
      Thread.interrupted(); // meant for this call only
      state = DONE;
      again = false;
    }
    if (again) {
      requeue();
    } else if (future != null) {
      future.runIsOver();
    } else {
      end();
    }
  }

  private @Nullable Object invoke() throws Exception {
    ClassLoader loader = services().loader();
    if (loader == null) {
      return invokeHere();
    }
    Thread thread = Thread.currentThread();
    ClassLoader outer = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return invokeHere();
    } finally {
      thread.setContextClassLoader(outer);
    }
  }

  private @Nullable Object invokeHere() throws Exception {
    Object receiver = receiver();
    return receiver == null
        ? FunctionInvoker.invoke(descriptor().kind(), liveFunction(), liveArguments())
        : FunctionInvoker.invokeMethod(
            descriptor().kind(), liveFunction(), receiver, liveArguments());
  }

  private void publish(@Nullable Object value) throws Exception {
    if (fenced) {
      return;
    }
    if (value instanceof CompletionStage<?> stage) {
      FutureResult pending = new FutureResult(this);
      future = pending;
      pending.await(stage);
    } else {
      returns.succeed(value, services().values());
    }
  }

  /**
   * Hands a claimed call over to another node; false if it was cancelled meanwhile, and is over.
   */
  protected final boolean sendAway() {
    state = AWAY;
    if (returns.isComplete()) {
      endAway();
      return false;
    }
    return true;
  }

  /** Looks at the result, which is further away, only if the state does not say it already. */
  @Override
  public final boolean leavesNothing() {
    int now = state;
    return lineageIfAny() == null
        && ((now == DONE || now == CANCELLED) && future == null || returns.isComplete());
  }

  /** The other node has answered, and the result is published. */
  public final void endAway() {
    if (STATE.compareAndSet(this, AWAY, DONE)) {
      end();
    }
  }

  /**
   * The other node will not answer.
   *
   * @param counts whether that was an attempt
   * @return whether the call waits again; false if it is over
   */
  protected final boolean comeBack(boolean counts) {
    noteFailure(counts ? "its node died" : "its node did not take it");
    if (counts) {
      attempt++;
    }
    return STATE.compareAndSet(this, AWAY, WAITING);
  }

  /** Told when a call was cancelled that another node has. */
  protected void cancelledAway() {}

  /** As {@link #failed}, whatever goes wrong on the way: somebody waits for this call's end. */
  private boolean failedOnce(Throwable thrown, boolean inPlace) {
    try {
      return failed(thrown, inPlace);
    } catch (RuntimeException | Error e) {
      if (e != thrown) {
        e.addSuppressed(thrown);
      }
      fail(new Failure.CallFailed(name(), services().nodeName(), attempt, e));
      return false;
    }
  }

  /** Publishes a failure of user code, unless the call is to run again, which the result says. */
  private boolean failed(Throwable thrown, boolean inPlace) {
    if (fenced || returns.isComplete()) {
      return false;
    }
    Failure meaning =
        thrown instanceof LostInputException lost ? lost.failure() : interpret(thrown);
    if (meaning != null) {
      fail(meaning);
      return false;
    }
    if (inPlace && thrown instanceof InterruptedException) {
      // Somebody interrupted the reader on whose thread this ran, not this call: it runs again, on
      // a thread of its own.
      Thread.currentThread().interrupt();
      return true;
    }
    if (shouldRetry(thrown)) {
      noteFailure(thrown.toString());
      attempt++;
      return true;
    }
    fail(callFailed(thrown));
    return false;
  }

  /** What it means that user code threw this. */
  final Failure callFailed(Throwable thrown) {
    return new Failure.CallFailed(
        name(), services().nodeName(), attempt, services().values().freezeThrowable(thrown));
  }

  /** Publishes a failure; of no effect when there is a result. */
  public final void fail(Failure failure) {
    returns.fail(failure);
  }

  /** Lets nothing be published any more by the thread that runs this, and interrupts it. */
  public final void fence() {
    fenced = true;
    interruptRunner();
  }

  @Override
  public void cancel() {
    stop(new Failure.Cancelled(name()));
  }

  private void timeOut() {
    if (fenced) {
      return; // the call runs again elsewhere
    }
    stop(
        new Failure.TimedOut(
            describe()
                + " did not end within its timeout of "
                + options().getTimeout()
                + " and was cancelled"));
  }

  /** Ends the call with a failure wherever it is. */
  @Override
  public final void stop(Failure failure) {
    fail(failure);
    if (STATE.compareAndSet(this, WAITING, CANCELLED)) {
      end();
    } else if (STATE.compareAndSet(this, AWAY, CANCELLED)) {
      cancelledAway();
      end();
    } else {
      interruptRunner();
      if (future != null) {
        future.resultIsOver();
      }
    }
  }

  private void interruptRunner() {
    if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
      Thread thread = runner;
      if (thread != null) {
        thread.interrupt();
      }
      state = INTERRUPTED;
    }
  }

  /** The call is over: no thread works on it, and it has its result. */
  final void end() {
    if (!fenced) { // else the next run needs it
      noteEnd();
      dropWhatItTakes();
    }
    cancelDeadline();
    ended();
  }

  private void cancelDeadline() {
    ScheduledFuture<?> set = deadline;
    if (set != null) {
      set.cancel(false);
    }
  }

  @Override
  public String describe() {
    return kind() + " " + name() + ", " + whereabouts();
  }

  @Override
  final String whereabouts() {
    return switch (state) {
      case WAITING -> isMissingInputs() ? "waiting for " + describeInputs() : whereQueued();
      case CLAIMED, RUNNING, INTERRUPTING, INTERRUPTED ->
          "running on node " + services().nodeName() + " (attempt " + attempt + ")";
      case AWAY -> whereAway();
      case CANCELLED -> "cancelled";
      default -> returns.isComplete() ? "done" : "waiting for the future that it returned";
    };
  }

  /** Where a call waits whose inputs are there: "queued on node ...". */
  protected abstract String whereQueued();

  /** Where a call is that another node has: "running on node ...". */
  protected String whereAway() {
    return "on another node";
  }

  /** Whether the calling thread, running {@code context}, would wait for ever for this call. */
  public boolean isBlockedBy(ExecutionContext context) {
    return context.invocation() == this;
  }

  @Override
  public final int attempt() {
    return attempt;
  }

  public final boolean isFenced() {
    return fenced;
  }

  @Override
  public final Returns returns() {
    return returns;
  }
}
