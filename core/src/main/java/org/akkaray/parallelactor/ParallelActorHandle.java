package org.akkaray.parallelactor;

import java.io.Serializable;
import org.akkaray.ActorHandle;

/**
 * A handle to a parallel actor. Immutable; can be passed to calls.
 *
 * @param <A> the class of its instances
 */
public interface ParallelActorHandle<A> extends Serializable {
  /**
   * One of the instances.
   *
   * @param index from 0 to the parallelism less 1
   */
  ParallelActorInstance<A> getInstance(int index);

  /** How many instances there are. */
  int getParallelism();

  /** The actor that all instances are in, to kill it. */
  ActorHandle<?> getHandle();
}
