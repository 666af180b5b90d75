package org.akkaray.runtime.scheduler.placement;

/**
 * How many placements of all schedulers come on one of this scheduler's own, as the nodes' counts
 * of what they received tell. Schedulers with the same policy and reports of the same age choose
 * alike: where one has just placed a task, each of the others will have placed as many for their
 * part. So a scheduler counts each of its own placements that no report holds yet so many times.
 * Not thread-safe.
 */
final class SchedulerShare {
  /** Beyond that, one's own placements are too few to tell what others do. */
  static final double MOST = 16;

  private static final double WINDOW = 4096;

  private double own;
  private double all;

  /** A node received so many placements since its last report, of this scheduler and of all. */
  void received(long newOwn, long newAll) {
    own += newOwn;
    all += newAll;
    if (all > WINDOW) {
      own /= 2;
      all /= 2;
    }
  }

  /** At least 1; 1 as long as nothing is known. */
  double factor() {
    return own > 0 ? Math.clamp(all / own, 1, MOST) : 1;
  }
}
