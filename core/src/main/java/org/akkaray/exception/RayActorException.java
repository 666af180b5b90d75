package org.akkaray.exception;

import org.akkaray.id.ActorId;
import org.jspecify.annotations.Nullable;

/** A call of an actor failed because of the actor, not because of what the call did. */
public class RayActorException extends RayException {
  private static final long serialVersionUID = 1;

  /** The actor, {@link ActorId#NIL} if it is not known. */
  public final ActorId actorId;

  /** Without particulars. */
  public RayActorException() {
    this(ActorId.NIL, "The actor died.");
  }

  /** With the actor that failed. */
  public RayActorException(ActorId actorId) {
    this(actorId, "Actor " + actorId + " died.");
  }

  /** With what happened. */
  public RayActorException(String message) {
    this(ActorId.NIL, message);
  }

  /** With what happened and why. */
  public RayActorException(String message, Throwable cause) {
    this(ActorId.NIL, message, cause);
  }

  /** With the actor and what happened to it. */
  public RayActorException(ActorId actorId, String message) {
    super(message);
    this.actorId = actorId;
  }

  /** With the actor, what happened to it and why; {@code cause} may be null. */
  public RayActorException(ActorId actorId, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.actorId = actorId;
  }

  /** With the process and address where the actor ran, the actor, and why it failed. */
  public RayActorException(int pid, String ipAddress, ActorId actorId, Throwable cause) {
    this(
        actorId,
        "Actor " + actorId + " failed (pid=" + pid + ", ip=" + ipAddress + "): " + cause,
        cause);
  }

  /** With the process and address where the actor ran, and why it failed. */
  public RayActorException(int pid, String ipAddress, Throwable cause) {
    this(ActorId.NIL, "An actor failed (pid=" + pid + ", ip=" + ipAddress + "): " + cause, cause);
  }
}
