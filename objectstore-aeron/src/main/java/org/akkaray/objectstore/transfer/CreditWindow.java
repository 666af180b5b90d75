package org.akkaray.objectstore.transfer;

/**
 * When a receiver grants its holder more. A window beyond what has arrived is open, and it is moved
 * in steps of a quarter, so that the sender neither runs dry nor is told after each chunk.
 */
record CreditWindow(long bytes) {
  /** Up to where the holder may send when this much has arrived. */
  long limit(long arrived) {
    return arrived + bytes;
  }

  /** Whether a grant is due after a chunk. */
  boolean due(long arrivedBefore, long arrivedNow) {
    long step = Math.max(1, bytes / 4);
    return arrivedNow / step != arrivedBefore / step;
  }
}
