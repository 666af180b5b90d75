package org.akkaray.cli;

/**
 * A command failed for a reason that one sentence explains: {@code ray} prints the message alone
 * and ends with exit code 1.
 */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; {@code message} says what failed, where, and what to do. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** The same, keeping the exception that led to it for callers that run commands in process. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
