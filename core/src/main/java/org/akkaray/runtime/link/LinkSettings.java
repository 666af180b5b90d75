package org.akkaray.runtime.link;

import java.time.Duration;

/**
 * How the links of a node work.
 *
 * @param host the address to listen on
 * @param batchMessages a sender that has queued as many writes them out itself
 * @param frameBytes a batch is closed when it has as many
 * @param windowBytes how much may be written that the receiver has not acknowledged
 * @param queueBytes how much may wait to be written before senders wait
 * @param maxMessageBytes a larger message is refused by the receiver
 * @param lingering how long a message may wait for others to travel with
 * @param resendAfter without an acknowledgement for so long, the connection is made again
 * @param introduction how long a connection is kept whose node membership has not told of yet
 */
public record LinkSettings(
    String host,
    int batchMessages,
    int frameBytes,
    int windowBytes,
    int queueBytes,
    int maxMessageBytes,
    Duration lingering,
    Duration resendAfter,
    Duration introduction) {

  /** The defaults, for an address to listen on. */
  public static LinkSettings on(String host) {
    return new LinkSettings(
        host,
        64,
        1 << 16,
        1 << 23,
        1 << 24,
        1 << 28,
        Duration.ofNanos(100_000),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10));
  }
}
