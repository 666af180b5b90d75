package org.akkaray.exception;

/**
 * The code of a function is not where it was to run; the message names the class or method that is
 * missing and says where it was looked for.
 */
public class FunctionNotFoundException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public FunctionNotFoundException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public FunctionNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
