package org.akkaray.runtime.object;

/** Why an object is pulled; earlier constants go first when there is not room for all. */
public enum PullPriority {
  /** Somebody is blocked in a {@code get}. */
  GET,
  /** A call that is queued on this node needs it before it may start. */
  TASK_ARGUMENT,
  /** It may be needed later. */
  PREFETCH
}
