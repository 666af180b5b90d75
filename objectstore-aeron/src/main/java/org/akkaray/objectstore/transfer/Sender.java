package org.akkaray.objectstore.transfer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.TransferSource;
import org.jspecify.annotations.Nullable;

/** Serves the objects of this node to others. Not thread-safe: it belongs to the carrier. */
final class Sender {
  private static final System.Logger LOG = System.getLogger(Sender.class.getName());

  /** In characters: a control message is never longer than the smallest datagram. */
  private static final int MAX_REASON = 300;

  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final TransferSource source;
  private final boolean checksums;
  private final long progressTimeoutNanos;
  private final int chunkLength;
  private final BroadcastTree tree;
  private final ChunkScheduler<Outgoing> scheduler = new ChunkScheduler<>();
  private final Map<Outgoing.Key, Outgoing> all = new HashMap<>();

  /** Requests of objects that are being read back, with whom to tell that they are. */
  private final Map<Outgoing.Key, Peer> restoring = new HashMap<>();

  private final Consumer<Runnable> later;
  private final Function<ObjectId, @Nullable Pull> underWay;
  private long toldNanos;
  private long lastNanos = System.nanoTime();
  private final UnsafeBuffer header = new UnsafeBuffer(new byte[MessageDescriptor.HEADER_LENGTH]);
  private final UnsafeBuffer chunk = new UnsafeBuffer(0, 0);
  private final CRC32C crc = new CRC32C();
  volatile long bytesSent;
  volatile long redirects;

  /**
   * @param underWay the pull of an object that is on its way here
   * @param later runs a piece of code on the carrier's thread; callable from any
   */
  Sender(
      TransferSource source,
      TransferSettings settings,
      int chunkLength,
      Consumer<Runnable> later,
      Function<ObjectId, @Nullable Pull> underWay) {
    this.later = later;
    this.underWay = underWay;
    this.source = source;
    this.checksums = settings.checksums();
    this.progressTimeoutNanos = settings.progressTimeout().toNanos();
    this.chunkLength = chunkLength;
    this.tree = new BroadcastTree(settings.receiversPerObject());
  }

  void request(
      Peer peer,
      long attempt,
      ObjectId id,
      long position,
      long limit,
      boolean mustServe,
      long now) {
    String other = mustServe ? null : tree.redirect(id, peer.endpoint);
    if (other != null) {
      redirects++;
      peer.send(MessageDescriptor.message(MessageDescriptor.REDIRECT, attempt, 0, other));
      return;
    }
    TransferSource.Readable readable = null;
    long size;
    try {
      readable = source.open(id);
      Pull partial = readable == null ? underWay.apply(id) : null;
      if (partial != null && position <= partial.size) {
        serve(peer, attempt, id, position, limit, null, partial, now);
        return;
      }
      if (readable == null) {
        CompletionStage<?> restored = source.restore(id);
        if (restored == null) {
          refuse(peer, attempt, "it does not have the object");
        } else {
          Outgoing.Key key = new Outgoing.Key(peer.endpoint, attempt);
          restoring.put(key, peer);
          var ignored =
              restored.whenComplete((done, failure) ->
                  later.accept(() -> restored(key, id, position, limit, failure)));
        }
        return;
      }
      MemorySegment segment = readable.segment();
      size = segment.byteSize();
      if (!segment.isNative() || position < 0 || position > size) {
        refuse(peer, attempt, "it cannot serve byte " + position + " of the object");
        unpin(id, readable::close);
        return;
      }
    } catch (RuntimeException e) {
      refuse(peer, attempt, "it failed with " + e);
      if (readable != null) {
        unpin(id, readable::close);
      }
      return;
    }
    serve(peer, attempt, id, position, limit, readable, null, now);
  }

  /** From a copy that is whole, or from one that is on its way here. */
  private void serve(
      Peer peer,
      long attempt,
      ObjectId id,
      long position,
      long limit,
      TransferSource.@Nullable Readable whole,
      @Nullable Pull partial,
      long now) {
    long size = partial != null ? partial.size : whole.segment().byteSize();
    int form = partial != null ? partial.form : whole.form();
    ChunkFlow flow = new ChunkFlow(size, chunkLength, position, limit);
    Outgoing.Key key = new Outgoing.Key(peer.endpoint, attempt);
    Outgoing outgoing = new Outgoing(id, key, peer, flow, source, whole, partial);
    outgoing.lastProgressNanos = now;
    all.put(key, outgoing);
    scheduler.add(outgoing);
    tree.started(id, peer.endpoint);
    peer.send(MessageDescriptor.message(MessageDescriptor.ACCEPT, attempt, size, form));
  }

  private void restored(
      Outgoing.Key key, ObjectId id, long position, long limit, @Nullable Throwable failure) {
    Peer peer = restoring.remove(key);
    if (peer == null) {
      return; // the receiver has given it up
    }
    if (failure == null) {
      request(peer, key.attempt(), id, position, limit, true, lastNanos);
    } else {
      refuse(peer, key.attempt(), "it failed with " + failure);
    }
  }

  /** For good: the receiver does not ask here again. */
  private static void refuse(Peer peer, long attempt, String reason) {
    String text = reason.substring(0, Math.min(MAX_REASON, reason.length()));
    peer.send(MessageDescriptor.message(MessageDescriptor.REFUSE, attempt, 1, text));
  }

  private static void unpin(ObjectId id, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Object " + id + " could not be unpinned", e);
    }
  }

  void credit(String peer, long attempt, long limit, long now) {
    Outgoing outgoing = all.get(new Outgoing.Key(peer, attempt));
    if (outgoing != null) {
      outgoing.flow.grant(limit);
      outgoing.lastProgressNanos = now;
    }
  }

  void rewind(String peer, long attempt, long position) {
    Outgoing outgoing = all.get(new Outgoing.Key(peer, attempt));
    if (outgoing != null) {
      outgoing.flow.rewind(position);
    }
  }

  void done(String peer, long attempt, boolean whole) {
    restoring.remove(new Outgoing.Key(peer, attempt));
    Outgoing outgoing = all.get(new Outgoing.Key(peer, attempt));
    if (outgoing != null) {
      end(outgoing, whole);
    }
  }

  private void end(Outgoing outgoing, boolean whole) {
    all.remove(outgoing.key);
    scheduler.remove(outgoing);
    tree.ended(outgoing.id, outgoing.peer.endpoint, whole);
    unpin(outgoing.id, outgoing::close);
  }

  int work(int maxChunks) {
    return scheduler.run(maxChunks, this::sendOne);
  }

  private int sendOne(Outgoing outgoing) {
    try {
      return sendNext(outgoing);
    } catch (RuntimeException e) {
      refuse(outgoing.peer, outgoing.key.attempt(), "it failed with " + e);
      end(outgoing, false);
      return 0;
    }
  }

  private int sendNext(Outgoing outgoing) {
    MemorySegment part = outgoing.next();
    if (part == null) {
      return 0;
    }
    int length = (int) part.byteSize();
    long position = outgoing.flow.position();
    long checksum = 0;
    if (checksums) {
      crc.reset();
      crc.update(part.asByteBuffer());
      checksum = crc.getValue();
    }
    MessageDescriptor.header(
        header, MessageDescriptor.CHUNK, outgoing.key.attempt(), position, checksum);
    chunk.wrap(part.address(), length);
    if (!outgoing.peer.offer(header, chunk, length)) {
      return 0;
    }
    outgoing.flow.sent(length);
    bytesSent += length;
    return 1;
  }

  /** Unpins what a receiver does not take or whose receiver is gone. */
  void dropStalled(long now) {
    lastNanos = now;
    tellWaiting(now);
    for (Outgoing outgoing : List.copyOf(all.values())) {
      if (now - outgoing.lastProgressNanos > progressTimeoutNanos) {
        end(outgoing, false);
      }
    }
  }

  /** A receiver that hears nothing gives its holder up. */
  private void tellWaiting(long now) {
    if (!restoring.isEmpty() && now - toldNanos > WAIT_NANOS) {
      toldNanos = now;
      restoring.forEach((key, peer) ->
          peer.send(MessageDescriptor.message(MessageDescriptor.WAIT, key.attempt(), 0)));
    }
  }

  void peerGone(String peer) {
    restoring.keySet().removeIf(key -> key.peer().equals(peer));
    List<Outgoing> gone = new ArrayList<>(all.values());
    gone.removeIf(o -> !o.peer.endpoint.equals(peer));
    gone.forEach(o -> end(o, false));
  }

  /** Tells the receivers, so that they need not wait until they give this node up. */
  void close() {
    for (Outgoing outgoing : List.copyOf(all.values())) {
      refuse(outgoing.peer, outgoing.key.attempt(), "it is closing");
      end(outgoing, false);
    }
    restoring.forEach((key, peer) -> refuse(peer, key.attempt(), "it is closing"));
    restoring.clear();
  }

  int serving() {
    return all.size();
  }
}
