package org.akkaray.exception;

import org.akkaray.id.ActorId;

/**
 * The actor has as many pending calls as its {@code setMaxPendingCalls} allows; thrown by {@code
 * remote()}.
 */
public class PendingCallsLimitExceededException extends RayException {
  private static final long serialVersionUID = 1;

  /** The actor, {@link ActorId#NIL} if it is not known. */
  public final ActorId actorId;

  /** With what happened. */
  public PendingCallsLimitExceededException(String message) {
    this(ActorId.NIL, message);
  }

  /** With what happened and why. */
  public PendingCallsLimitExceededException(String message, Throwable cause) {
    super(message, cause);
    this.actorId = ActorId.NIL;
  }

  /** With the actor and what happened. */
  public PendingCallsLimitExceededException(ActorId actorId, String message) {
    super(message);
    this.actorId = actorId;
  }
}
