package org.akkaray.runtime.task;

import org.akkaray.exception.ObjectLostException;
import org.akkaray.runtime.object.Failure;

/** An argument's bytes are gone: the call ends with that, before its function has begun. */
final class LostInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Failure failure;

  LostInputException(Failure failure, ObjectLostException cause) {
    super(cause);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
