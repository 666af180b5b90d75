package org.akkaray.exception;

/** The call was cancelled before it had a result. */
public class TaskCancelledException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public TaskCancelledException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public TaskCancelledException(String message, Throwable cause) {
    super(message, cause);
  }
}
