package org.akkaray.runtime.object;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told once when one object has its value. A node of that object's stack of
 * waiters, never shared.
 */
public abstract class Waiter {
  @Nullable Waiter next;

  /** Set when nobody cares any more; objects drop such waiters when they meet them. */
  private volatile boolean abandoned;

  /**
   * Runs on the thread that gave the value, or on the adding one if the value was there; must be
   * short, never throw.
   */
  protected abstract void onReady();

  public final void abandon() {
    abandoned = true;
  }

  final boolean isAbandoned() {
    return abandoned;
  }

  /** Calls a piece of code. */
  public static Waiter calling(Runnable action) {
    return new Waiter() {
      @Override
      protected void onReady() {
        action.run();
      }
    };
  }

  /** Unparks a thread that looks for itself whether what it waits for is there. */
  public static Waiter unparking(Thread thread) {
    return new Waiter() {
      @Override
      protected void onReady() {
        LockSupport.unpark(thread);
      }
    };
  }
}
