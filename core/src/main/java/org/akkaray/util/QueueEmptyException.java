package org.akkaray.util;

import org.akkaray.exception.RayException;

/** A queue had too few items, or too few in time. */
public class QueueEmptyException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public QueueEmptyException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public QueueEmptyException(String message, Throwable cause) {
    super(message, cause);
  }
}
