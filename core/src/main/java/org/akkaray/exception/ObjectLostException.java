package org.akkaray.exception;

import org.akkaray.id.ObjectId;

/** An object is gone and cannot be made again; the message names it, its task and the reason. */
public class ObjectLostException extends UnreconstructableException {
  private static final long serialVersionUID = 1;

  /** With the object that is gone and why. */
  public ObjectLostException(ObjectId objectId, String message) {
    super(objectId, message);
  }

  /** With what happened. */
  public ObjectLostException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public ObjectLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
