package org.akkaray.runtime.task;

/** Decides where a task runs, and has it run elsewhere if that is not this node. Thread-safe. */
public interface TaskPlacement {
  /**
   * Takes a task whose inputs exist, unless it is to join this node's own queue now.
   *
   * @return false if it is to join that
   */
  boolean take(TaskInvocation task);

  /** Whether so many tasks wait for a node that who submits more should wait, too. */
  boolean isFlooded();

  /** Somebody waits for the result of a task that another node runs, or is about to. */
  void hurry(TaskInvocation task);

  /** A task that another node runs has ended here: it was cancelled. */
  void cancelled(TaskInvocation task);

  /** Where a task is that was taken, for messages: "running on node ...". */
  String whereabouts(TaskInvocation task);
}
