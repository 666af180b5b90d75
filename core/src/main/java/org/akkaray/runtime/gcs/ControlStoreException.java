package org.akkaray.runtime.gcs;

/** The control store could not be reached, or refused: what, where, what to do. */
public final class ControlStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With one sentence for users. */
  public ControlStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With one sentence for users. */
  public ControlStoreException(String message) {
    super(message);
  }
}
