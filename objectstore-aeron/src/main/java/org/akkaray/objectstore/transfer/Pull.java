package org.akkaray.objectstore.transfer;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.PullPriority;
import org.jspecify.annotations.Nullable;

/**
 * One object that is on its way here or waits for that. What has arrived ({@link #arrived}) stays
 * when the holder changes, so that the next one goes on from there. Not thread-safe: it belongs to
 * the transfer's thread, but for the future.
 */
final class Pull {
  static final long UNKNOWN_SIZE = -1;
  private static final long LEAST_BACKOFF_NANOS = 1_000_000;
  private static final long MOST_BACKOFF_NANOS = 100_000_000;

  final ObjectId id;
  final HolderChoice holders = new HolderChoice();
  final CompletableFuture<Void> done = new CompletableFuture<>();
  final long sequence;
  PullPriority priority;

  long size = UNKNOWN_SIZE;

  /** How its bytes are to be read, as its creator said. */
  int form;

  @Nullable MemorySegment room;

  /** The bytes from the object's beginning that are here and checked. */
  long arrived;

  /** The name of the present attempt; answers with another one are late and ignored. */
  long attempt;

  @Nullable Holder holder;
  int holderSession;
  boolean heard;
  long lastProgressNanos;
  int corruptedInARow;

  /** When the sink had no room, and how long the pull waits from then on; 0 if it does not. */
  long refusedNanos;

  long backoffNanos;

  Pull(ObjectId id, PullPriority priority, long sequence) {
    this.id = id;
    this.priority = priority;
    this.sequence = sequence;
  }

  boolean complete() {
    return room != null && arrived == size;
  }

  /** There was no room, whatever the sink's count of free bytes says: each time waits longer. */
  void backOff(long now) {
    refusedNanos = now;
    backoffNanos = Math.clamp(2 * backoffNanos, LEAST_BACKOFF_NANOS, MOST_BACKOFF_NANOS);
  }

  boolean backsOff(long now) {
    return backoffNanos != 0 && now - refusedNanos < backoffNanos;
  }

  /** How much room it still has to get; unknown counts as nothing. */
  long roomNeeded() {
    return room != null || size == UNKNOWN_SIZE ? 0 : size;
  }
}
