package org.akkaray.objectstore.transfer;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.TransferSink;
import org.jspecify.annotations.Nullable;

/** Pulls objects to this node. Not thread-safe: it belongs to the carrier. */
final class Receiver {
  private static final int MAX_CORRUPTED_IN_A_ROW = 8;

  /**
   * What a holder sends of an object before it hears that there is room for it, so that a small one
   * is here after one round trip. It is thrown away if there is none.
   */
  private static final long UNASKED_BYTES = 64 << 10;

  private final TransferSink sink;
  private final TransferSettings settings;
  private final Function<String, Peer> peers;
  private final String endpoint;
  private final PullQueue queue;
  private final CreditWindow window;
  private final Map<Long, Pull> attempts = new HashMap<>();
  private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
  private final CRC32C crc = new CRC32C();
  private long nextAttempt = ThreadLocalRandom.current().nextLong();
  volatile long bytesReceived;
  volatile long pulled;
  volatile long corrupted;
  volatile long holderFailures;

  Receiver(
      TransferSink sink, TransferSettings settings, Function<String, Peer> peers, String endpoint) {
    this.sink = sink;
    this.settings = settings;
    this.peers = peers;
    this.endpoint = endpoint;
    this.queue = new PullQueue(settings.maxPulls());
    this.window = new CreditWindow(settings.creditWindow());
  }

  Pull pull(ObjectId id, List<Holder> holders, PullPriority priority) {
    return queue.add(id, holders, priority);
  }

  void cancel(ObjectId id) {
    Pull pull = queue.get(id);
    if (pull != null) {
      fail(pull, new CancellationException("The pull of " + id + " was cancelled"));
    }
  }

  /** Starts what may start and gives up holders that are silent. */
  int work(long now) {
    int started = 0;
    for (Pull p = next(now); p != null; p = next(now)) {
      start(p, now);
      started++;
    }
    return started;
  }

  private void start(Pull pull, long now) {
    boolean isHere;
    try {
      isHere = pull.room == null && sink.contains(pull.id);
    } catch (RuntimeException e) {
      fail(pull, e);
      return;
    }
    if (isHere) {
      queue.remove(pull);
      pull.done.complete(null);
    } else {
      ask(pull, now);
    }
  }

  private @Nullable Pull next(long now) {
    try {
      return queue.next(sink::freeBytes, now);
    } catch (RuntimeException e) {
      Pull first = queue.next(() -> Long.MAX_VALUE, now);
      if (first != null) {
        fail(first, e);
      }
      return null;
    }
  }

  void checkProgress(long now) {
    long timeout = settings.progressTimeout().toNanos();
    for (Pull pull : List.copyOf(attempts.values())) {
      if (now - pull.lastProgressNanos > timeout) {
        nextHolder(pull, "it sent nothing for " + settings.progressTimeout(), now);
      }
    }
  }

  private void ask(Pull pull, long now) {
    Holder holder = pull.holders.best();
    if (holder == null) {
      fail(
          pull,
          new ObjectTransferException(
              "No holder could deliver " + pull.id + ": " + pull.holders.reasons()));
      return;
    }
    pull.attempt = nextAttempt++;
    pull.holder = holder;
    pull.heard = false;
    pull.lastProgressNanos = now;
    attempts.put(pull.attempt, pull);
    long limit = pull.room == null ? UNASKED_BYTES : window.limit(pull.arrived);
    boolean mustServe = pull.holders.mustServe(holder.endpoint());
    peers
        .apply(holder.endpoint())
        .send(MessageDescriptor.request(pull, limit, mustServe, endpoint));
  }

  private void leave(Pull pull, int whole) {
    if (attempts.remove(pull.attempt) != null && pull.holder != null) {
      peers
          .apply(pull.holder.endpoint())
          .send(MessageDescriptor.message(MessageDescriptor.DONE, pull.attempt, whole));
    }
  }

  private void nextHolder(Pull pull, String reason, long now) {
    if (pull.holder != null) {
      pull.holders.failed(pull.holder.endpoint(), reason);
    }
    nextHolder(pull, now);
  }

  private void nextHolder(Pull pull, long now) {
    holderFailures++;
    leave(pull, 0);
    ask(pull, now);
  }

  private void fail(Pull pull, Throwable failure) {
    leave(pull, 0);
    queue.remove(pull);
    if (pull.room != null) {
      pull.room = null;
      try {
        sink.abort(pull.id);
      } catch (RuntimeException e) {
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
    }
    pull.done.completeExceptionally(failure);
  }

  void heard(long attempt, int session, long now) {
    Pull pull = attempts.get(attempt);
    if (pull != null) {
      pull.heard = true;
      pull.holderSession = session;
      pull.lastProgressNanos = now;
    }
  }

  void accepted(long attempt, long size, int form, long now) {
    Pull pull = attempts.get(attempt);
    if (pull == null) {
      return;
    }
    if (size < 0 || (pull.size != Pull.UNKNOWN_SIZE && pull.size != size)) {
      nextHolder(pull, "its copy has " + size + " bytes instead of " + pull.size, now);
      return;
    }
    pull.size = size;
    pull.form = form;
    if (pull.room == null) {
      try {
        pull.room = sink.create(pull.id, size, form);
      } catch (RuntimeException e) {
        fail(pull, e);
        return;
      }
      if (pull.room == null) {
        leave(pull, 0);
        pull.backOff(now);
        queue.waitAgain(pull);
        return;
      }
      if (!pull.room.isNative() || pull.room.byteSize() != size) {
        fail(
            pull,
            new IllegalStateException(
                "The sink gave " + pull.room + " for the " + size + " bytes of " + pull.id));
        return;
      }
    }
    if (pull.complete()) {
      seal(pull);
    } else {
      grant(pull);
    }
  }

  private void grant(Pull pull) {
    if (pull.holder != null) {
      peers
          .apply(pull.holder.endpoint())
          .send(
              MessageDescriptor.message(
                  MessageDescriptor.CREDIT, pull.attempt, window.limit(pull.arrived)));
    }
  }

  void chunk(long attempt, long position, long sum, DirectBuffer from, int at, int length) {
    Pull pull = attempts.get(attempt);
    MemorySegment room = pull == null ? null : pull.room;
    if (pull == null || room == null || pull.holder == null) {
      return;
    }
    // What is not next was sent before the holder heard that it should go back.
    if (position != pull.arrived || length <= 0 || length > pull.size - position) {
      return;
    }
    boolean intact;
    try {
      intact = write(pull.id, position, sum, room.asSlice(position, length), from, at);
    } catch (RuntimeException e) {
      fail(pull, e);
      return;
    }
    if (!intact) {
      askAgain(pull);
      return;
    }
    pull.corruptedInARow = 0;
    pull.arrived += length;
    bytesReceived += length;
    if (pull.complete()) {
      seal(pull);
    } else if (window.due(position, pull.arrived)) {
      grant(pull);
    }
  }

  /** Copies a chunk to where it belongs; false if its checksum is wrong. */
  private boolean write(
      ObjectId id, long position, long sum, MemorySegment part, DirectBuffer from, int at) {
    int length = (int) part.byteSize();
    target.wrap(part.address(), length);
    target.putBytes(0, from, at, length);
    settings.chunkHook().arrived(id, position, part);
    if (!settings.checksums()) {
      return true;
    }
    crc.reset();
    crc.update(part.asByteBuffer());
    return crc.getValue() == sum;
  }

  private void askAgain(Pull pull) {
    corrupted++;
    if (++pull.corruptedInARow > MAX_CORRUPTED_IN_A_ROW) {
      pull.corruptedInARow = 0;
      nextHolder(pull, "its chunks are corrupted", pull.lastProgressNanos);
    } else if (pull.holder != null) {
      peers
          .apply(pull.holder.endpoint())
          .send(MessageDescriptor.message(MessageDescriptor.REWIND, pull.attempt, pull.arrived));
    }
  }

  private void seal(Pull pull) {
    try {
      sink.seal(pull.id);
    } catch (RuntimeException e) {
      fail(pull, e);
      return;
    }
    pulled++;
    queue.remove(pull);
    leave(pull, 1);
    pull.room = null;
    pull.done.complete(null);
  }

  void refused(long attempt, boolean hopeless, String reason, long now) {
    Pull pull = attempts.get(attempt);
    if (pull != null && pull.holder != null) {
      if (hopeless) {
        pull.holders.hopeless(pull.holder.endpoint(), reason);
        nextHolder(pull, now);
      } else {
        nextHolder(pull, reason, now);
      }
    }
  }

  void redirected(long attempt, String to, long now) {
    Pull pull = attempts.remove(attempt);
    if (pull != null && pull.holder != null) {
      pull.holders.redirected(pull.holder.endpoint(), to);
      ask(pull, now);
    }
  }

  void sessionGone(int session, long now) {
    for (Pull pull : List.copyOf(attempts.values())) {
      if (pull.heard && pull.holderSession == session) {
        nextHolder(pull, "the connection broke", now);
      }
    }
  }

  void peerGone(String peer, long now) {
    for (Pull pull : List.copyOf(attempts.values())) {
      if (pull.holder != null && pull.holder.endpoint().equals(peer)) {
        nextHolder(pull, "it cannot be reached", now);
      }
    }
  }

  boolean uses(String peer) {
    return attempts.values().stream()
        .anyMatch(p -> p.holder != null && p.holder.endpoint().equals(peer));
  }

  /** All holders are asked again for what has not come yet: nothing of theirs can come any more. */
  void askAllAgain(long now) {
    List<Pull> again = List.copyOf(attempts.values());
    attempts.clear();
    again.forEach(pull -> ask(pull, now));
  }

  /** The object's pull, if its room is there and is being filled; null if not. */
  @Nullable Pull underWay(ObjectId id) {
    Pull pull = queue.get(id);
    return pull == null || pull.room == null ? null : pull;
  }

  void close(String reason) {
    ObjectTransferException closed = new ObjectTransferException(reason);
    List.copyOf(queue.all()).forEach(pull -> fail(pull, closed));
  }

  int active() {
    return queue.active();
  }

  int waiting() {
    return queue.waiting();
  }
}
