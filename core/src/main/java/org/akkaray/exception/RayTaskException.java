package org.akkaray.exception;

import org.jspecify.annotations.Nullable;

/**
 * The call's code threw. The cause is what it threw, with the stack trace of where it ran; if that
 * could not be copied, a stand-in with its class name, message and trace. The failure of a call
 * that another one waited for is the cause of the other's.
 */
public class RayTaskException extends RayException {
  private static final long serialVersionUID = 1;

  private final @Nullable String taskName;
  private final @Nullable String node;
  private final int attempt;

  /** With what happened. */
  public RayTaskException(String message) {
    super(message);
    this.taskName = null;
    this.node = null;
    this.attempt = 0;
  }

  /** With what happened and what the call threw. */
  public RayTaskException(String message, Throwable cause) {
    super(message, cause);
    this.taskName = null;
    this.node = null;
    this.attempt = 0;
  }

  /** With the process and address where the task ran, its name, and what it threw. */
  public RayTaskException(int pid, String ipAddress, String taskName, Throwable cause) {
    super("Task " + taskName + " failed (pid=" + pid + ", ip=" + ipAddress + "): " + cause, cause);
    this.taskName = taskName;
    this.node = ipAddress;
    this.attempt = 0;
  }

  /**
   * With the call's name, the node where it ran, which attempt it was, and what it threw.
   *
   * @param attempt 0 for the first
   */
  public RayTaskException(String taskName, String node, int attempt, Throwable cause) {
    super(
        "Task "
            + taskName
            + " failed on node "
            + node
            + ", attempt "
            + (attempt + 1)
            + ": "
            + cause,
        cause);
    this.taskName = taskName;
    this.node = node;
    this.attempt = attempt;
  }

  /** The name of the call that threw, null if it is not known. */
  public @Nullable String getTaskName() {
    return taskName;
  }

  /** Where the call ran, null if it is not known. */
  public @Nullable String getNode() {
    return node;
  }

  /** How often the call had been run before it threw this. */
  public int getAttempt() {
    return attempt;
  }
}
