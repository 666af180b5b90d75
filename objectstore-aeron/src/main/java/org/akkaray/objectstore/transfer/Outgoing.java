package org.akkaray.objectstore.transfer;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.TransferSource;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way to one receiver: whole, and then pinned, or still on its way here, and then
 * as far as it has come. Not thread-safe: it belongs to the transfer's thread.
 */
final class Outgoing {
  /** The name of a receiver's attempt. */
  record Key(String peer, long attempt) {}

  final ObjectId id;
  final Key key;
  final Peer peer;
  final ChunkFlow flow;
  long lastProgressNanos;
  private final TransferSource source;
  private TransferSource.@Nullable Readable whole;
  private @Nullable Pull partial;

  /** Exactly one of {@code whole} and {@code partial} is given. */
  Outgoing(
      ObjectId id,
      Key key,
      Peer peer,
      ChunkFlow flow,
      TransferSource source,
      TransferSource.@Nullable Readable whole,
      @Nullable Pull partial) {
    this.id = id;
    this.key = key;
    this.peer = peer;
    this.flow = flow;
    this.source = source;
    this.whole = whole;
    this.partial = partial;
  }

  /**
   * The bytes of the next chunk; null if there are none now.
   *
   * @throws IllegalStateException if there will be none: the object has not come here after all
   */
  @Nullable MemorySegment next() {
    int length = flow.nextLength();
    if (length == 0) {
      return null;
    }
    if (partial != null) {
      if (!partial.done.isDone()) {
        int here = (int) Math.min(length, partial.arrived - flow.position());
        MemorySegment room = partial.room;
        return here <= 0 || room == null ? null : room.asSlice(flow.position(), here);
      }
      partial = null;
      whole = source.open(id);
    }
    if (whole == null) {
      throw new IllegalStateException("it has not got the object either");
    }
    return whole.segment().asSlice(flow.position(), length);
  }

  /** Unpins the object. */
  void close() {
    if (whole != null) {
      whole.close();
    }
  }
}
