package org.akkaray.runtime.object;

/**
 * What will give an object its value: the call that returns it. Implemented by the calls
 * themselves.
 */
public interface Producer {
  /**
   * Runs the call on the calling thread, which is about to wait for the object, if it has not begun
   * and may run here. The caller looks at the object afterwards, whatever this returned.
   */
  void tryRunInPlace();

  /**
   * Cancels the call: it never starts, or its thread is interrupted. All its objects fail as
   * cancelled.
   */
  void cancel();

  /** What the call is doing, for a reader that lost patience: "task Fib.fib, queued: ...". */
  String describe();
}
