package org.akkaray.exception;

import org.akkaray.id.ActorId;
import org.jspecify.annotations.Nullable;

/** The actor was restarting, and the call may not be run again. */
public class ActorUnavailableException extends RayActorException {
  private static final long serialVersionUID = 1;

  /** With the actor and what happened to it. */
  public ActorUnavailableException(ActorId actorId, String message) {
    super(actorId, message);
  }

  /** With the actor, what happened to it and why; {@code cause} may be null. */
  public ActorUnavailableException(ActorId actorId, String message, @Nullable Throwable cause) {
    super(actorId, message, cause);
  }

  /** With what happened. */
  public ActorUnavailableException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public ActorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
