package org.akkaray.exception;

/** A runtime environment could not be read, written or set up. */
public class RuntimeEnvException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public RuntimeEnvException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public RuntimeEnvException(String message, Throwable cause) {
    super(message, cause);
  }
}
