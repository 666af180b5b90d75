package org.akkaray.exception;

/** What ran the call went away before the call had a result. */
public class RayWorkerException extends RayException {
  private static final long serialVersionUID = 1;

  /** Without particulars. */
  public RayWorkerException() {
    super("The worker died while it ran the call.");
  }

  /** With what happened. */
  public RayWorkerException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public RayWorkerException(String message, Throwable cause) {
    super(message, cause);
  }
}
