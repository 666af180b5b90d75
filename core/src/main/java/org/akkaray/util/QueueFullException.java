package org.akkaray.util;

import org.akkaray.exception.RayException;

/** A queue had no room, or none in time. */
public class QueueFullException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public QueueFullException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public QueueFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
