package org.akkaray.benchmarks.rows;

/** Names of the rows that something outside this package asks for. */
public final class RowNames {
  /** {@code get} of a small value. */
  public static final String GET = ObjectRows.GET;

  /** {@code put} of a small value. */
  public static final String PUT = ObjectRows.PUT;

  /** A task that does nothing, one at a time. */
  public static final String TASKS_SYNC = TaskRows.SYNC;

  /** The same, 1000 in a batch. */
  public static final String TASKS_ASYNC = TaskRows.ASYNC;

  /** A call of an actor, one at a time. */
  public static final String ACTOR_SYNC = AkkaPairs.ACTOR_SYNC;

  /** A typed ask of a plain Akka actor, one at a time, in turns with the former. */
  public static final String AKKA_ASK = AkkaPairs.AKKA_ASK;

  /** Calls of an actor, 1000 in a batch. */
  public static final String ACTOR_ASYNC = AkkaPairs.ACTOR_ASYNC;

  /** Messages to a plain Akka actor, 1000 in a batch, in turns with the former. */
  public static final String AKKA_TELL = AkkaPairs.AKKA_TELL;

  /** The rate of a million queued tasks. */
  public static final String QUEUED = QueuedTasksRow.RATE;

  /** The heap's use while they are queued, garbage included. */
  public static final String QUEUED_HEAP = QueuedTasksRow.HEAP_USED;

  /** A task that gets 10,000 references it was given. */
  public static final String MANY_ARGUMENTS = ManyRefsRows.ARGUMENTS;

  /** A task that returns 3,000 objects. */
  public static final String MANY_RETURNS = ManyRefsRows.RETURNS;

  /** A get of 10,000 references. */
  public static final String MANY_GETS = ManyRefsRows.GET;

  /** Tasks on top of one another. */
  public static final String RECURSION = RecursionRow.NAME;

  /** Tasks that wait at the same time. */
  public static final String BLOCKED = BlockedTasksRow.SECONDS;

  /** The heap that they take. */
  public static final String BLOCKED_HEAP = BlockedTasksRow.HEAP;

  /** The 99th percentile of calls beside computing tasks. */
  public static final String FAIRNESS_P99 = FairnessRow.P99;

  /** The part of two bare threads' steps that tasks on 2 CPUs make. */
  public static final String SIMULATION = SimulationRow.NAME;

  /** Tasks that four actors submit. */
  public static final String MULTI_CLIENT_TASKS = TaskRows.MULTI;

  /** Calls that four tasks spread over actors. */
  public static final String N_TO_N_CALLS = ActorRows.N_TO_N;

  private RowNames() {}
}
