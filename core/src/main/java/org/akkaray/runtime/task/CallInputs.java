package org.akkaray.runtime.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.RemoteValue;
import org.akkaray.runtime.object.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, and its first stage: waiting until those are there that are references.
 * A superclass of {@link Invocation} instead of a part of it, because a million queued calls are
 * counted in objects.
 */
abstract class CallInputs {
  private static final VarHandle MISSING;

  static {
    try {
      MISSING = MethodHandles.lookup().findVarHandle(CallInputs.class, "missingInputs", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final @Nullable Object[] NONE = {};

  private final Services services;
  private @Nullable Object @Nullable [] arguments;

  /** How many inputs are not there yet; negative before the call is started. */
  private volatile int missingInputs = -1;

  CallInputs(Services services, @Nullable Object[] arguments) {
    this.services = services;
    this.arguments = arguments;
  }

  CallInputs(CallInputs same) {
    this.services = same.services;
    this.arguments = same.arguments;
  }

  public final Services services() {
    return services;
  }

  /** Waits for the inputs, then goes on with {@link #inputsReady}. Call once. */
  public final void start() {
    int inputs = 0;
    for (Object argument : arguments) {
      if (argument instanceof ObjectRefImpl<?>) {
        inputs++;
      }
    }
    if (inputs == 0 || inputsAreThere()) {
      missingInputs = 0;
      settleInputs(inputs);
    } else {
      awaitInputs(inputs);
    }
  }

  private void awaitInputs(int inputs) {
    // One more than there are: nothing starts before all waiters are in place.
    missingInputs = inputs + 1;
    for (Object argument : arguments.clone()) { // a cancel meanwhile clears the field
      if (argument instanceof ObjectRefImpl<?> ref) {
        ref.addWaiter(Waiter.calling(() -> inputArrived(inputs)));
      }
    }
    inputArrived(inputs);
  }

  private void inputArrived(int inputs) {
    if ((int) MISSING.getAndAdd(this, -1) == 1) {
      settleInputs(inputs);
    }
  }

  private void settleInputs(int inputs) {
    Failure failure = inputs == 0 ? null : failedInput();
    if (failure == null) {
      inputsReady();
    } else {
      FailureCascade.run(() -> {
        stop(failure);
        inputsReady();
      });
    }
  }

  private @Nullable Failure failedInput() {
    Object[] all = arguments;
    if (all != null) {
      for (Object argument : all) {
        if (argument instanceof ObjectRefImpl<?> ref && ref.result() instanceof Failure failure) {
          return failure;
        }
      }
    }
    return null;
  }

  /**
   * All inputs are there, or one failed and the call is over: queue it, or take it out of the way.
   */
  protected abstract void inputsReady();

  /** Ends the call with a failure wherever it is. */
  public abstract void stop(Failure failure);

  /** Whether all inputs would be there if the call were started now. */
  public final boolean inputsAreThere() {
    for (Object argument : arguments) {
      if (argument instanceof ObjectRefImpl<?> ref && !ref.isReady()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the call was started and all inputs are there. */
  public final boolean hasInputs() {
    return missingInputs == 0;
  }

  /** The arguments as the user's function takes them, for one run. */
  final @Nullable Object[] liveArguments() {
    Object[] frozen = arguments;
    if (frozen.length == 0) {
      return NONE;
    }
    Object[] live = new Object[frozen.length];
    for (int i = 0; i < frozen.length; i++) {
      live[i] = thaw(frozen[i]);
    }
    return live;
  }

  private @Nullable Object thaw(Object argument) {
    try {
      return argument instanceof ObjectRefImpl<?> ref
          ? ref.thaw(services.values())
          : services.values().thaw(argument);
    } catch (ObjectLostException e) {
      RemoteValue lost =
          RemoteValue.in(argument instanceof ObjectRefImpl<?> ref ? ref.result() : argument);
      throw lost == null
          ? e
          : new LostInputException(
              new Failure.ObjectLost(lost.bytes().object(), e.getMessage()), e);
    }
  }

  /** The arguments as they were submitted: frozen values, and references. Not to be changed. */
  public final @Nullable Object[] frozenArguments() {
    return arguments;
  }

  /** What is over must not keep its inputs alive. */
  final void dropArguments() {
    arguments = NONE;
  }

  final boolean isMissingInputs() {
    return missingInputs > 0;
  }

  /** Which input the call waits for, for messages. */
  final String describeInputs() {
    Object[] all = arguments;
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof ObjectRefImpl<?> ref && !ref.isReady()) {
        Producer maker = ref.producer();
        return "its argument " + (i + 1) + " (" + (maker == null ? ref : maker.describe()) + ")";
      }
    }
    return "its inputs";
  }
}
