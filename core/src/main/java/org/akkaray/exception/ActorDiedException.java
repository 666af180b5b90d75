package org.akkaray.exception;

import org.akkaray.id.ActorId;
import org.jspecify.annotations.Nullable;

/**
 * The actor is gone for good: killed, ended, its constructor failed, or its restarts are used up.
 */
public class ActorDiedException extends RayActorException {
  private static final long serialVersionUID = 1;

  /** With the actor and what happened to it. */
  public ActorDiedException(ActorId actorId, String message) {
    super(actorId, message);
  }

  /** With the actor, what happened to it and why; {@code cause} may be null. */
  public ActorDiedException(ActorId actorId, String message, @Nullable Throwable cause) {
    super(actorId, message, cause);
  }

  /** With what happened. */
  public ActorDiedException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public ActorDiedException(String message, Throwable cause) {
    super(message, cause);
  }
}
