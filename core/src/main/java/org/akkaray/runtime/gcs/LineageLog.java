package org.akkaray.runtime.gcs;

import java.util.Collection;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;

/**
 * Takes the lineage of a node's calls to the task table, off the critical path: in batches, some
 * milliseconds later. What makes that safe is that a lost batch can only hold calls whose parent is
 * lost as well, and the parent's own lineage makes them again (Wang et al., "Lineage Stash: Fault
 * Tolerance Off the Critical Path", SOSP 2019).
 *
 * <p>Thread-safe; {@link #submitted} takes no lock that submitters share.
 */
public interface LineageLog extends AutoCloseable {
  /** Keeps nothing. */
  LineageLog OFF = new NoLineage();

  /**
   * A call was submitted. In mode {@code sync} this returns when its record is durable; in {@code
   * async} it waits only if more calls than the bound wait for the store.
   *
   * @throws ControlStoreException in mode {@code sync}, if the store cannot be reached
   */
  void submitted(LineageSource call);

  /** Its pulse. */
  LineagePulse pulse();

  /**
   * A call that was submitted is something else now, or over: called after it says so itself. Of no
   * effect for one that has no record yet and is on its way to one.
   */
  void changed(LineageEntry call);

  /** A function that calls name; to be told once. */
  void uses(FunctionRecord function);

  /** Something happened that people may want to see on a time line; lost if the store is slow. */
  void happened(EventRecord event);

  /** Whether {@link #submitted} waits for the store. */
  boolean isSync();

  /** Nothing can need these calls any more: their records go, now or some time later. */
  void forget(Collection<TaskId> calls);

  /** A job is over: the records of all its calls go. */
  void forget(JobId job);

  /** Waits until all that was submitted before is durable, and at most the given time. */
  boolean flush(java.time.Duration timeout);

  /** What it has done since it was opened. */
  Stats stats();

  /** Writes what it has, for a bounded time, and ends. */
  @Override
  void close();

  /**
   * Counts of calls.
   *
   * @param submitted all
   * @param written records that are durable
   * @param skipped calls that were over and needed by nobody before they were to be written
   * @param waiting calls that wait for the store
   * @param waits how often a submitter had to wait because of the bound
   */
  record Stats(long submitted, long written, long skipped, long waiting, long waits) {}
}
