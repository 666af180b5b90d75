package org.akkaray.runtime.object;

/**
 * What a transfer has done since its start and what it is doing.
 *
 * @param pulling objects on their way here
 * @param waiting pulls that wait for room or for their turn
 * @param serving objects on their way from here, one for each receiver
 * @param bytesReceived payload, without what had to be sent again
 * @param bytesSent payload, with what had to be sent again
 * @param pulled objects that arrived whole
 * @param corruptedChunks chunks whose checksum was wrong and that were asked for again
 * @param holderFailures times that a holder was given up for another one
 * @param redirects times that a receiver was sent on to another receiver
 */
public record TransferStats(
    int pulling,
    int waiting,
    int serving,
    long bytesReceived,
    long bytesSent,
    long pulled,
    long corruptedChunks,
    long holderFailures,
    long redirects) {}
