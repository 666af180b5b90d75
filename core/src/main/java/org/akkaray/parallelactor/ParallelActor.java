package org.akkaray.parallelactor;

/**
 * Creates parallel actors: {@code ParallelActor.actor(Counter::new, 0).setParallelism(4).remote()}.
 * The instances run at the same time, each runs its calls in order.
 */
public final class ParallelActor extends ParallelCall {
  private ParallelActor() {}
}
