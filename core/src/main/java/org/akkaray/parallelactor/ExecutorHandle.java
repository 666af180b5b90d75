package org.akkaray.parallelactor;

import org.akkaray.ActorHandle;
import org.akkaray.runtime.OptionRules;

/** A parallel actor is a handle to its executor and a number. */
final class ExecutorHandle<A> implements ParallelActorHandle<A> {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // the runtime knows how to write handles
  private final ActorHandle<ParallelActorExecutor> executor;

  private final int parallelism;

  ExecutorHandle(ActorHandle<ParallelActorExecutor> executor, int parallelism) {
    this.executor = executor;
    this.parallelism = parallelism;
  }

  @Override
  public ParallelActorInstance<A> getInstance(int index) {
    if (index < 0 || index >= parallelism) {
      throw OptionRules.bad("index", "must be from 0 to " + (parallelism - 1), index);
    }
    return new ParallelActorInstance<>(this, index);
  }

  @Override
  public int getParallelism() {
    return parallelism;
  }

  @Override
  public ActorHandle<ParallelActorExecutor> getHandle() {
    return executor;
  }
}
