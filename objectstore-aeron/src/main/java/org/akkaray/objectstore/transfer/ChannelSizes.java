package org.akkaray.objectstore.transfer;

/**
 * How large the buffers and windows of a channel are. On the loopback all that is under way fits
 * into a core's cache and little of it is ahead of a small object; a network needs as much under
 * way as it takes in during one round trip.
 *
 * @param mtu the largest datagram
 * @param term one of the three buffers of a stream
 * @param publicationWindow how much a sender may have in its buffer that is not sent: what goes
 *     before a small object that comes now
 * @param receiverWindow how much a receiver takes before it has read the former
 */
record ChannelSizes(int mtu, int term, int publicationWindow, int receiverWindow) {
  /**
   * Of the channels of a host.
   *
   * @param mtu 0 for the usual one
   */
  static ChannelSizes of(String host, int mtu) {
    return host.startsWith("127.")
        ? new ChannelSizes(mtu == 0 ? 65504 : mtu, 1 << 20, 256 << 10, 512 << 10)
        : new ChannelSizes(mtu == 0 ? 1408 : mtu, 16 << 20, 2 << 20, 1 << 20);
  }
}
