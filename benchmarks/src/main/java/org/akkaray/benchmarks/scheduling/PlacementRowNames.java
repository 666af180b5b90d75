package org.akkaray.benchmarks.scheduling;

/** Names of the simulator's rows; those of the effect of late heartbeats are made from parts. */
public final class PlacementRowNames {
  /** Mean real time of a decision with 1,000 nodes. */
  public static final String DECISION = "placement: decision";

  /** Its 99th percentile. */
  public static final String DECISION_P99 = "placement: decision p99";

  /** By how much the node with most or fewest tasks differs from the mean. */
  public static final String LARGEST_DEVIATION = "placement: load, largest deviation";

  /** The same, on average over the nodes. */
  public static final String MEAN_DEVIATION = "placement: load, mean deviation";

  /** Virtual time from submission to start. */
  public static final String WAIT = "placement: wait";

  /** Its 99th percentile. */
  public static final String WAIT_P99 = "placement: wait p99";

  private PlacementRowNames() {}

  static String late(long millis, boolean countPlacements, String figure) {
    return "placement: %s %d ms late, %s"
        .formatted(countPlacements ? "heartbeats" : "reports alone", millis, figure);
  }

  static String samples(int samples, String figure) {
    return "placement: %d samples, %s".formatted(samples, figure);
  }
}
