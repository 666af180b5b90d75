package org.akkaray.exception;

/** The node that ran the call died, and the call may not run again. */
public class NodeDiedException extends RayWorkerException {
  private static final long serialVersionUID = 1;

  /** With what happened. */
  public NodeDiedException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public NodeDiedException(String message, Throwable cause) {
    super(message, cause);
  }
}
