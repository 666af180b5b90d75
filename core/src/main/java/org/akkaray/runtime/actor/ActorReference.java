package org.akkaray.runtime.actor;

import org.akkaray.id.ActorId;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Services;

/** An actor as its callers on one node see it, wherever it lives. Thread-safe. */
public interface ActorReference {
  ActorId id();

  /** The actor's name, or its class and id, for messages. */
  String displayName();

  /** The handle that its users on this node share. */
  <A> ActorHandleImpl<A> handle();

  /** What tells the node from others in the same JVM. */
  Object session();

  /**
   * Submits a call and returns where its results will be.
   *
   * @param callers the job of the caller
   * @param through kept until the call is over, so that the actor lives so long
   * @param caller whose calls are to stay in order
   * @throws org.akkaray.exception.PendingCallsLimitExceededException if as many calls wait as the
   *     actor's options allow
   */
  Returns submit(
      Services callers, CallSpec call, ActorHandleImpl<?> through, ExecutionContext caller);

  /** Ends the current incarnation, and the actor with it unless it may restart. */
  void kill(boolean noRestart);
}
