package org.akkaray.runtime.actor;

/**
 * Thrown by {@code Ray.exitActor()} to leave the user's method; an error, so that {@code catch
 * (Exception e)} lets it by.
 */
public final class ActorExit extends Error {
  private static final long serialVersionUID = 1;

  public ActorExit() {
    super("Ray.exitActor()", null, false, false);
  }
}
