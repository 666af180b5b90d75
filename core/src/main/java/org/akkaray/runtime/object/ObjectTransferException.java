package org.akkaray.runtime.object;

/** An object could not be brought here; the message says which and what each holder answered. */
public final class ObjectTransferException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With this message. */
  public ObjectTransferException(String message) {
    super(message);
  }

  /** With this message and cause. */
  public ObjectTransferException(String message, Throwable cause) {
    super(message, cause);
  }
}
