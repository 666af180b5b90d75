package org.akkaray.exception;

/**
 * A call that asked to fail fast wants resources that no node has; the message says what it asked
 * for and what exists.
 */
public class InfeasibleResourcesException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public InfeasibleResourcesException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public InfeasibleResourcesException(String message, Throwable cause) {
    super(message, cause);
  }
}
