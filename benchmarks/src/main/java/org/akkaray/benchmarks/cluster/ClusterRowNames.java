package org.akkaray.benchmarks.cluster;

/** Names of the rows between processes. */
public final class ClusterRowNames {
  /** Tasks that another node runs, 10,000 in a batch. */
  public static final String TASKS_ASYNC = "other node: tasks async";

  /** Tasks that another node runs, one at a time: the median of their latencies. */
  public static final String TASK_P50 = "other node: task p50";

  /** Their 99th percentile. */
  public static final String TASK_P99 = "other node: task p99";

  /** Calls of an actor on another node, 10,000 in a batch. */
  public static final String ACTOR_ASYNC = "other node: actor calls async";

  /** One at a time: the median. */
  public static final String ACTOR_P50 = "other node: actor call p50";

  /** Plain Akka: messages to an actor of another JVM, each answered, 10,000 in a batch. */
  public static final String AKKA_REMOTE = "raw akka remote tell and reply";

  /** Seconds until 10,000 actors have answered a call each. */
  public static final String MANY_ACTORS = "10,000 actors created";

  /** Seconds from the start of a node's process until the node can be used. */
  public static final String NODE_JOINS = "node joins";

  /** Seconds from {@code Ray.init} in a JVM that is warm until it returns. */
  public static final String DRIVER_JOINS = "driver joins";

  /** Latency of a task placed by where its input lies; the input's size follows. */
  public static final String LOCALITY = "locality: task with input of ";

  /** Latency of a task placed without regard to that; the input's size follows. */
  public static final String NO_LOCALITY = "no locality: task with input of ";

  private ClusterRowNames() {}
}
