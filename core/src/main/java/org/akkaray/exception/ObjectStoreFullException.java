package org.akkaray.exception;

/**
 * An object is bigger than the room that the object store and its disk can make; the message gives
 * the size asked, used and pinned.
 */
public class ObjectStoreFullException extends RayException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public ObjectStoreFullException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public ObjectStoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
