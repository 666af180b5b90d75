package org.akkaray.exception;

import org.akkaray.id.ObjectId;

/** An object is gone, and its task cannot be run again to make it anew. */
public class UnreconstructableException extends RayException {
  private static final long serialVersionUID = 1;

  /** The object, {@link ObjectId#NIL} if it is not known. */
  public final ObjectId objectId;

  /** With the object that is gone. */
  public UnreconstructableException(ObjectId objectId) {
    this(objectId, "Object " + objectId + " is lost and cannot be made again.");
  }

  /** With the object that is gone and why. */
  public UnreconstructableException(ObjectId objectId, String message) {
    super(message);
    this.objectId = objectId;
  }

  /** With what happened. */
  public UnreconstructableException(String message) {
    this(ObjectId.NIL, message);
  }

  /** With what happened and why. */
  public UnreconstructableException(String message, Throwable cause) {
    super(message, cause);
    this.objectId = ObjectId.NIL;
  }
}
