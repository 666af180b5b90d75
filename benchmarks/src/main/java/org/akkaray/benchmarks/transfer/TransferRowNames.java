package org.akkaray.benchmarks.transfer;

/** Names of the rows of objects between two JVMs. */
public final class TransferRowNames {
  /** A pull of 100 MB from store to store. */
  public static final String AERON_100_MB = "transfer 100 MB";

  /** The same bytes between the same stores through a TCP socket, in turns with the former. */
  public static final String TCP_100_MB = "plain TCP socket 100 MB";

  /** A pull of 1 GB. */
  public static final String AERON_1_GB = "transfer 1 GB";

  /** The same through a TCP socket, in turns with the former. */
  public static final String TCP_1_GB = "plain TCP socket 1 GB";

  /** Median time of pulls of 1 KB, one after the other, while 1 GB is under way. */
  public static final String SMALL_BESIDE_LARGE = "transfer 1 KB beside 1 GB: median";

  /** The time that 99 of 100 of them take at most. */
  public static final String SMALL_BESIDE_LARGE_P99 = "transfer 1 KB beside 1 GB: p99";

  /** Median time of pulls of 1 KB with nothing beside them. */
  public static final String SMALL_ALONE = "transfer 1 KB alone: median";

  private TransferRowNames() {}
}
