package org.akkaray.objectstore.transfer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.util.ArrayDeque;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way to another node: one publication for all that goes there. Control messages wait here
 * while it cannot take them and go before chunks. Not thread-safe.
 */
final class Peer {
  final String endpoint;
  private final Aeron aeron;
  private final int streamId;
  private @Nullable Long registration;
  private final ArrayDeque<UnsafeBuffer> control = new ArrayDeque<>();
  private @Nullable ExclusivePublication publication;
  private long lastConnectedNanos;

  Peer(Aeron aeron, String endpoint, int streamId, long now) {
    this.aeron = aeron;
    this.endpoint = endpoint;
    this.streamId = streamId;
    this.lastConnectedNanos = now;
  }

  void send(UnsafeBuffer message) {
    control.addLast(message);
  }

  /** Sends what waits; returns how many messages went out. */
  int work(long now) {
    if (registration == null) {
      registration = aeron.asyncAddExclusivePublication("aeron:udp?endpoint=" + endpoint, streamId);
    }
    if (publication == null) {
      publication = aeron.getExclusivePublication(registration);
    }
    if (publication == null || !publication.isConnected()) {
      return 0;
    }
    lastConnectedNanos = now;
    int sent = 0;
    for (UnsafeBuffer next = control.peekFirst(); next != null; next = control.peekFirst()) {
      if (publication.offer(next, 0, next.capacity()) < 0) {
        break;
      }
      control.removeFirst();
      sent++;
    }
    return sent;
  }

  /** Whether messages wait for it to take them. */
  boolean hasToSay() {
    return !control.isEmpty();
  }

  boolean deadSince(long now, long timeoutNanos) {
    return now - lastConnectedNanos > timeoutNanos
        || (publication != null && publication.isClosed());
  }

  /** How many bytes of an object fit into one chunk; 0 if that is not known yet. */
  int chunkLength() {
    return publication == null
        ? 0
        : publication.maxPayloadLength() - MessageDescriptor.HEADER_LENGTH;
  }

  /** Offers a chunk; false if it has to be tried again. */
  boolean offer(UnsafeBuffer header, UnsafeBuffer chunk, int length) {
    if (publication == null || !control.isEmpty()) {
      return false;
    }
    long result = publication.offer(header, 0, MessageDescriptor.HEADER_LENGTH, chunk, 0, length);
    if (result == Publication.MAX_POSITION_EXCEEDED) {
      publication.close();
    }
    return result > 0;
  }

  void close() {
    if (publication != null) {
      publication.close();
    } else if (registration != null) {
      aeron.asyncRemovePublication(registration);
    }
  }
}
