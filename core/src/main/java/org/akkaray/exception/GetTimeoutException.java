package org.akkaray.exception;

/**
 * A {@code get} ended before its object was there; the message says what it was still waiting for.
 */
public class GetTimeoutException extends RayTimeoutException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public GetTimeoutException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public GetTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
