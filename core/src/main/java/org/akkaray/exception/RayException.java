package org.akkaray.exception;

import org.jspecify.annotations.Nullable;

/** What Ray throws: the root of all failures that a remote call, an object or an actor can have. */
public class RayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public RayException(String message) {
    super(message);
  }

  /** With what happened and why; {@code cause} may be null. */
  public RayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
