package org.akkaray.runtime.object;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.akkaray.id.ObjectId;

/**
 * Brings objects from other nodes here, and serves those of this node. All methods may be called
 * from any thread and none of them blocks but {@link #close}.
 */
public interface ObjectTransfer extends AutoCloseable {
  /** The address by which other nodes name this one in a {@link Holder}. */
  String endpoint();

  /**
   * Brings an object here. Pulls of an object that is under way already join it: its holders become
   * further ones, and the more urgent priority holds.
   *
   * @return done when the object is sealed in the {@link TransferSink}; fails with {@link
   *     ObjectTransferException} when no holder could deliver it, and with {@link
   *     java.util.concurrent.CancellationException} after {@link #cancel}. Cancelling the future
   *     itself ends only the caller's interest.
   */
  CompletableFuture<Void> pull(ObjectId id, List<Holder> holders, PullPriority priority);

  /** Gives up an object for all who asked for it; nothing happens if it is not under way. */
  void cancel(ObjectId id);

  /** What has been done so far; the numbers may be some microseconds old. */
  TransferStats stats();

  /** Fails what is under way, drops partial objects and unpins all. */
  @Override
  void close();
}
