package org.akkaray;

import org.akkaray.id.ActorId;
import org.akkaray.runtime.CurrentRuntime;

/**
 * A handle to an actor, whatever its class. Thread-safe; can be passed to calls, also inside other
 * values.
 */
public interface BaseActorHandle {
  /** The actor's id. */
  ActorId getId();

  /** Ends the actor at once and for good: see {@link #kill(boolean)}. */
  default void kill() {
    kill(true);
  }

  /**
   * Ends the actor at once, in the middle of what it does; calls that are under way or come later
   * fail with an {@link org.akkaray.exception.ActorDiedException}.
   *
   * @param noRestart false if it may be created again, as after a crash
   */
  default void kill(boolean noRestart) {
    CurrentRuntime.get().killActor(this, noRestart);
  }
}
