package org.akkaray.exception;

/**
 * Something took longer than it was given: a call longer than its {@code setTimeout}, a wait longer
 * than its time.
 */
public class RayTimeoutException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public RayTimeoutException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public RayTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
