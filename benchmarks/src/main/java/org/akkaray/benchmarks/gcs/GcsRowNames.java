package org.akkaray.benchmarks.gcs;

/** Names of the control store's rows. */
public final class GcsRowNames {
  /** Task specs per second into the task table on H2, in batches. */
  public static final String SPECS_H2 = "gcs task specs in batches, H2";

  /** The same on PostgreSQL, if {@code RAY_TEST_POSTGRES_URL} names one. */
  public static final String SPECS_POSTGRESQL = "gcs task specs in batches, PostgreSQL";

  /** Look-ups of single specs, one at a time, with ten million in the table on H2: p99. */
  public static final String LOOKUP_P99 = "gcs look-up of 1 in 10,000,000 specs: p99";

  /** Heap after a collection, with ten million in the table, less that before. */
  public static final String LOOKUP_HEAP = "gcs heap for 10,000,000 specs";

  /** A store with a million live specs: from the start of its node to answers of all shards. */
  public static final String RECOVERY = "gcs restart with 1,000,000 specs";

  /** Calls submitted per second to the lineage log by one thread, store aside. */
  public static final String LOG_APPEND = "lineage log append";

  /** No-op tasks, one at a time, with lineage in mode async on H2. */
  public static final String TASKS_SYNC_LOGGED = "lineage async: tasks sync";

  /** The same without lineage, in turns. */
  public static final String TASKS_SYNC_PLAIN = "lineage off: tasks sync";

  /** 1000 no-op tasks in a batch, with lineage. */
  public static final String TASKS_ASYNC_LOGGED = "lineage async: tasks async";

  /** The same without lineage, in turns. */
  public static final String TASKS_ASYNC_PLAIN = "lineage off: tasks async";

  /** Calls of an actor, one at a time, with lineage. */
  public static final String ACTOR_SYNC_LOGGED = "lineage async: actor calls sync";

  /** The same without lineage, in turns. */
  public static final String ACTOR_SYNC_PLAIN = "lineage off: actor calls sync";

  /** 1000 calls of an actor in a batch, with lineage. */
  public static final String ACTOR_ASYNC_LOGGED = "lineage async: actor calls async";

  /** The same without lineage, in turns. */
  public static final String ACTOR_ASYNC_PLAIN = "lineage off: actor calls async";

  /** Heap beyond that of an idle node after each of ten million tasks' millions, collected. */
  public static final String FLUSHED_HEAP = "10,000,000 tasks, lineage flushed: heap";

  /** The size of the control store's file then. */
  public static final String FLUSHED_FILE = "10,000,000 tasks, lineage flushed: file";

  /** The same with all lineage kept, two million. */
  public static final String KEPT_HEAP = "2,000,000 tasks, lineage kept: heap";

  /** The size of the file then. */
  public static final String KEPT_FILE = "2,000,000 tasks, lineage kept: file";

  private GcsRowNames() {}
}
