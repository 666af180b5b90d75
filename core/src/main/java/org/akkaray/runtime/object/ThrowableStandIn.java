package org.akkaray.runtime.object;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception that cannot be sent: it has its class name, message, stack trace, cause
 * and suppressed ones.
 */
public final class ThrowableStandIn extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Causes further down are not looked at. */
  private static final int MAX_CAUSES = 100;

  private final String className;

  private ThrowableStandIn(String className, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
  }

  static ThrowableStandIn of(Throwable thrown) {
    return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static ThrowableStandIn of(Throwable thrown, Set<Throwable> seen) {
    seen.add(thrown);
    Throwable cause = causeOf(thrown);
    boolean followed = cause != null && seen.size() < MAX_CAUSES && !seen.contains(cause);
    ThrowableStandIn standIn =
        new ThrowableStandIn(
            thrown instanceof ThrowableStandIn other
                ? other.className
                : thrown.getClass().getName(),
            messageOf(thrown),
            followed ? of(cause, seen) : null);
    standIn.setStackTrace(traceOf(thrown));
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (seen.size() < MAX_CAUSES && !seen.contains(suppressed)) {
        standIn.addSuppressed(of(suppressed, seen));
      }
    }
    return standIn;
  }

  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | Error e) {
      return "(its getMessage() threw " + e.getClass().getName() + ")";
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error e) {
      return null; // overridden by a user who did not expect to be asked here
    }
  }

  private static StackTraceElement[] traceOf(Throwable thrown) {
    try {
      StackTraceElement[] trace = thrown.getStackTrace();
      return trace == null || Arrays.asList(trace).contains(null)
          ? new StackTraceElement[0]
          : trace;
    } catch (RuntimeException | Error e) {
      return new StackTraceElement[0];
    }
  }

  /** The name of the class of the exception that it stands for. */
  public String getClassName() {
    return className;
  }

  /** As the exception that it stands for would say: class name and message. */
  @Override
  public String toString() {
    return getMessage() == null ? className : className + ": " + getMessage();
  }
}
