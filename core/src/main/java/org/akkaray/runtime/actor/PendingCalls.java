package org.akkaray.runtime.actor;

import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.options.ActorCreationOptions;

/** Counts an actor's calls that have not ended, if its options limit them. Thread-safe. */
public final class PendingCalls {
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param limit the actor's {@code maxPendingCalls}
   */
  public PendingCalls(int limit) {
    this.limit = limit;
  }

  private boolean isLimited() {
    return limit != ActorCreationOptions.UNLIMITED_PENDING_CALLS;
  }

  /**
   * Counts one more.
   *
   * @throws PendingCallsLimitExceededException if there are as many as the actor's options allow
   */
  public void begin(ActorReference actor) {
    if (isLimited() && count.incrementAndGet() > limit) {
      count.decrementAndGet();
      throw new PendingCallsLimitExceededException(
          actor.id(),
          "Actor "
              + actor.displayName()
              + " has "
              + limit
              + " pending calls, its maxPendingCalls; this call was not submitted.");
    }
  }

  /** One has ended. */
  public void end() {
    if (isLimited()) {
      count.decrementAndGet();
    }
  }
}
