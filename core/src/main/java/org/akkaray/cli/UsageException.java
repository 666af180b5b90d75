package org.akkaray.cli;

/**
 * A command was called wrongly: {@code ray} prints the message alone and ends with exit code 2.
 *
 * <p>The message is one sentence that names the option or argument, its value, and what is allowed.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; {@code message} is what the user reads. */
  public UsageException(String message) {
    super(message);
  }
}
