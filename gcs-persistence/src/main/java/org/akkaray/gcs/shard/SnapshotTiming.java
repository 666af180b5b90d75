package org.akkaray.gcs.shard;

/**
 * When a shard saves its index: when the events since weigh four times what the index does, so that
 * saving costs a quarter of what is written at most; but not more often than every tenth of the
 * largest number of events, and at that number in any case, so that a recovery reads no more. Not
 * thread-safe.
 */
final class SnapshotTiming {
  private static final int WEIGHT = 4;

  private final int most;
  private long last;
  private long bytes;

  SnapshotTiming(int most) {
    this.most = most;
  }

  /** The state was read from a snapshot, or saved, or is that of no event. */
  void saved(long sequence) {
    last = sequence;
    bytes = 0;
  }

  /** One more event was written. */
  void written(int itsBytes) {
    bytes += itsBytes;
  }

  boolean isDue(long sequence, long indexBytes) {
    long events = sequence - last;
    return events >= most || events >= Math.max(2, most / 10) && bytes >= WEIGHT * indexBytes;
  }
}
