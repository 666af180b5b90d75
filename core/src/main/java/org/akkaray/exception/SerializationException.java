package org.akkaray.exception;

/**
 * A value or a function cannot be copied to where it is needed; the message names the field path or
 * captured variable that failed.
 */
public class SerializationException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public SerializationException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public SerializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
