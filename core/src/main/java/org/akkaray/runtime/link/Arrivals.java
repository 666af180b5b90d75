package org.akkaray.runtime.link;

import org.akkaray.runtime.wire.Frame;

/**
 * How far one node's frames have been taken. A frame that was sent again on a new connection is
 * taken once. Guarded by its monitor, which is held while a frame is handed over, so that two
 * connections of one sender cannot mix.
 */
final class Arrivals {
  private long link;
  private long taken;
  private int bytesSinceAcknowledgement;

  /** Whether the frame is the next one. */
  boolean take(Frame frame, int bytes) {
    if (frame.getLink() != link) {
      link = frame.getLink();
      taken = 0;
    }
    if (frame.getSequence() != taken + 1) {
      return false;
    }
    taken++;
    bytesSinceAcknowledgement += bytes;
    return true;
  }

  /** Whether so much has arrived that the sender should hear of it without delay. */
  synchronized boolean isAcknowledgementDue(int limit) {
    return bytesSinceAcknowledgement > limit;
  }

  /** Puts what has arrived into a frame to the sender. */
  synchronized void acknowledgeIn(Frame.Builder frame) {
    frame.setAcknowledged(taken).setAcknowledgedLink(link);
    bytesSinceAcknowledgement = 0;
  }

  /** Whether anything has arrived that the sender has not heard of. */
  synchronized boolean hasUnacknowledged() {
    return bytesSinceAcknowledgement > 0;
  }
}
