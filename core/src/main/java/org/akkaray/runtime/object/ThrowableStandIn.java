package org.akkaray.runtime.object;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for an exception that cannot be sent: it has its class name, message, stack trace, cause and suppressed ones. */
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
    Throwable cause = thrown.getCause();
    boolean followed = cause != null && seen.size() < MAX_CAUSES && !seen.contains(cause);
    ThrowableStandIn standIn =
        new ThrowableStandIn(
            thrown instanceof ThrowableStandIn other ? other.className : thrown.getClass().getName(),
            messageOf(thrown),
            followed ? of(cause, seen) : null);
    standIn.setStackTrace(thrown.getStackTrace());
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
    } catch (RuntimeException e) {
      return "(its getMessage() threw " + e + ")";
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
