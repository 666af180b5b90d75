package org.akkaray.runtime.object;

import java.io.Serializable;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an object's place when there is no value: data from which each reader gets an
 * exception of its own. Failures flow along data edges: an object whose maker's input failed holds
 * the input's failure.
 */
public sealed interface Failure extends Serializable {

  /**
   * User code threw.
   *
   * @param call name of the task or actor method
   * @param node where it ran
   * @param attempt 0 for the first
   * @param thrown the frozen exception, see {@link ValueCodec#freezeThrowable}; or the exception
   *     itself, if that failed
   */
  record CallFailed(String call, String node, int attempt, Object thrown) implements Failure {}

  /** The call was cancelled before it had a result. */
  record Cancelled(String call) implements Failure {}

  /** The call took longer than its {@code setTimeout}. */
  record TimedOut(String message) implements Failure {}

  /**
   * The actor is gone for good.
   *
   * @param cause the frozen exception of its constructor, if that is what ended it
   */
  record ActorDied(ActorId actor, String message, @Nullable Object cause) implements Failure {}

  /** The actor was restarting and the call may not be run again. */
  record ActorUnavailable(ActorId actor, String message) implements Failure {}

  /** The value is gone and cannot be made again. */
  record ObjectLost(ObjectId object, String message) implements Failure {}

  /** The node that ran the call died, and the call may not be run again. */
  record NodeDied(String message) implements Failure {}

  /** No node can ever meet the call's demand, and it asked to fail in that case. */
  record Infeasible(String message) implements Failure {}
}
