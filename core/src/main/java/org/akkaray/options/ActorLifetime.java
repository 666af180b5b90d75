package org.akkaray.options;

/** How long an actor lives when nobody ends it. */
public enum ActorLifetime {
  /** Until it is killed: it outlives its handles and its job. */
  DETACHED,

  /** Until nothing refers to it any more, at most as long as its job. */
  NON_DETACHED
}
