package org.akkaray.parallelactor;

import java.io.Serializable;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.call.ActorTaskCaller;
import org.akkaray.function.RayFunc;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a parallel actor: {@code instance.task(Counter::add, 1).remote()} calls its
 * method. Immutable; can be passed to calls.
 *
 * @param <A> the instance's class
 */
public final class ParallelActorInstance<A> implements ParallelActorCall<A>, Serializable {
  private static final long serialVersionUID = 1;

  private final ParallelActorHandle<A> handle;
  private final int index;

  /** The instance with an index of a parallel actor. */
  public ParallelActorInstance(ParallelActorHandle<A> handle, int index) {
    this.handle = handle;
    this.index = index;
  }

  @SuppressWarnings(
      "unchecked") // a handle's actor is an executor; a method's result is of the method's type
  <R extends @Nullable Object> ObjectRef<R> submit(RayFunc method, @Nullable Object[] arguments) {
    ActorHandle<ParallelActorExecutor> executor =
        (ActorHandle<ParallelActorExecutor>) handle.getHandle();
    ActorTaskCaller<?> call =
        executor.task(ParallelActorExecutor::execute, index, method, arguments);
    return (ObjectRef<R>) call.setConcurrencyGroup(ParallelActorExecutor.groupOf(index)).remote();
  }
}
