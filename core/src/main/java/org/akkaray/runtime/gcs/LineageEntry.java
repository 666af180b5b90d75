package org.akkaray.runtime.gcs;

/**
 * A call as the {@link LineageLog} sees it. It is asked for its record only when its batch leaves,
 * so a call that is over by then and that nobody needs costs no record.
 *
 * <p>Thread-safe.
 */
public interface LineageEntry {
  /** Whether the call is over. */
  boolean isOver();

  /**
   * Whether anybody may still need the call's lineage: false when its references are gone, or when
   * what it returned cannot get lost without its owner.
   */
  boolean isNeeded();

  /** What it is now. */
  TaskRecord toRecord();

  /** What {@link #setLogged} was given last; false at first. */
  boolean isLogged();

  /** Kept by the log: whether a record was written before the call was over. */
  void setLogged(boolean logged);
}
