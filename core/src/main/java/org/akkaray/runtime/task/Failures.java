package org.akkaray.runtime.task;

import org.akkaray.exception.ActorDiedException;
import org.akkaray.exception.ActorUnavailableException;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.exception.NodeDiedException;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.RayException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.RayTimeoutException;
import org.akkaray.exception.TaskCancelledException;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ValueCodec;

/**
 * The exceptions that users get for failures: a new one for each reader, with a cause of its own.
 */
public final class Failures {
  private Failures() {}

  /** The exception to throw at a reader. */
  public static RayException toException(Failure failure, ValueCodec values) {
    return switch (failure) {
      case Failure.CallFailed failed -> {
        Throwable cause = values.thawThrowable(failed.thrown());
        yield new RayTaskException(failed.call(), failed.node(), failed.attempt(), cause);
      }
      case Failure.Cancelled cancelled ->
          new TaskCancelledException(cancelled.call() + " was cancelled.");
      case Failure.TimedOut timedOut -> new RayTimeoutException(timedOut.message());
      case Failure.ActorDied died ->
          new ActorDiedException(
              died.actor(),
              died.message(),
              died.cause() == null ? null : values.thawThrowable(died.cause()));
      case Failure.ActorUnavailable unavailable ->
          new ActorUnavailableException(unavailable.actor(), unavailable.message());
      case Failure.ObjectLost lost ->
          new ObjectLostException(lost.object(), lost.object() + " is lost: " + lost.message());
      case Failure.NodeDied died -> new NodeDiedException(died.message());
      case Failure.Infeasible infeasible -> new InfeasibleResourcesException(infeasible.message());
    };
  }
}
