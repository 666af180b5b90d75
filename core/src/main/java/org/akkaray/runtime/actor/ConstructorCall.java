package org.akkaray.runtime.actor;

import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/** A call of an actor's constructor, here or on another node: nobody waits for it in place. */
public abstract class ConstructorCall extends Invocation {

  /**
   * @param call of the constructor, wherever it was to return to
   * @param result gets what becomes of it
   */
  protected ConstructorCall(Services services, CallSpec call, Returns result) {
    super(services, call.with((invocation, runtime, high, low, options) -> result));
  }

  @Override
  public void tryRunInPlace() {}

  @Override
  protected @Nullable Object receiver() {
    return null;
  }

  @Override
  protected boolean shouldRetry(Throwable thrown) {
    return false;
  }

  @Override
  protected void requeue() {
    inputsReady();
  }

  @Override
  protected String kind() {
    return "constructor";
  }
}
