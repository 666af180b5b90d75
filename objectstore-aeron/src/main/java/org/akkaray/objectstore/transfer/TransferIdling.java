package org.akkaray.objectstore.transfer;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * What the transfer's thread does when it finds no work: it looks again soon while something is on
 * its way, and sleeps until it is woken when nothing has been for a while. Not thread-safe.
 */
final class TransferIdling {
  /** After the last transfer the next one is often near. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * Aeron's own timers are of 100 ms and more, and a sender's acknowledgements can wait as long.
   */
  private static final long SLEEP_MILLIS = 50;

  private final IdleStrategy busy = EmbeddedDriver.idle();
  private final Wakeup wakeup;
  private long lastTransfer;

  TransferIdling(Wakeup wakeup) {
    this.wakeup = wakeup;
    this.lastTransfer = System.nanoTime();
  }

  /**
   * After each turn of the thread.
   *
   * @param work how much it did
   * @param isTransferring whether objects come or go
   */
  void idle(int work, boolean isTransferring, long now) {
    if (isTransferring) {
      lastTransfer = now;
    }
    if (now - lastTransfer < QUIET_NANOS) {
      busy.idle(work);
    } else if (work == 0) {
      wakeup.await(SLEEP_MILLIS);
    }
  }
}
