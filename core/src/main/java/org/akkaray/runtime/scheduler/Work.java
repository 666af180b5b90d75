package org.akkaray.runtime.scheduler;

/**
 * Something that can be queued for a worker, and be taken out of turn by a thread that waits for
 * its result.
 */
public interface Work {
  /**
   * Takes the work for the calling thread. True once only; false if somebody else has it or it was
   * cancelled.
   */
  boolean claim();

  /** Whether it has been claimed or cancelled, so that a queue may drop it. */
  boolean isClaimed();

  /**
   * Runs claimed work to its end; never throws. The lease is what the calling thread holds
   * meanwhile.
   */
  void run(Lease lease);
}
