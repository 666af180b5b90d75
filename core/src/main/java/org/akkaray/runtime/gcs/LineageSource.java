package org.akkaray.runtime.gcs;

/**
 * A call that was submitted, before it is known whether it leaves any lineage: most are over before
 * anybody could need it, and cost the log one look. Thread-safe.
 */
public interface LineageSource {
  /** Whether the call is over and nobody can need its lineage, and no record of it was begun. */
  boolean leavesNothing();

  /** Whether {@link #lineage} was asked for already. */
  boolean isFollowed();

  /**
   * What the log is told of the call from now on; the same each time.
   *
   * @param submittedMicros when it was submitted, about, if that is not known better
   */
  LineageEntry lineage(long submittedMicros);
}
