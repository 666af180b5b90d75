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

  final ObjectId id;
  final HolderChoice holders = new HolderChoice();
  final CompletableFuture<Void> done = new CompletableFuture<>();
  final long sequence;
  PullPriority priority;

  long size = UNKNOWN_SIZE;
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

  Pull(ObjectId id, PullPriority priority, long sequence) {
    this.id = id;
    this.priority = priority;
    this.sequence = sequence;
  }

  boolean complete() {
    return room != null && arrived == size;
  }

  /** How much room it still has to get; unknown counts as nothing. */
  long roomNeeded() {
    return room != null || size == UNKNOWN_SIZE ? 0 : size;
  }
}
