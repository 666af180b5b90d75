package org.akkaray.objectstore.transfer;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a transfer works.
 *
 * @param host the address to listen on and to be reached at
 * @param folder where the media drivers of the host have their folders; each node its own in it
 * @param port the port; 0 for a free one
 * @param mtu the largest datagram; 0 for 65504 on the loopback and 1408 elsewhere
 * @param checksums whether each chunk carries and is checked by a CRC32C
 * @param creditWindow how many bytes of one object may be on their way
 * @param progressTimeout after which a silent holder or receiver is given up
 * @param maxPulls how many objects are pulled at the same time at most
 * @param receiversPerObject how many receivers of one object are served before more are sent on
 */
record TransferSettings(
    String host,
    Path folder,
    int port,
    int mtu,
    boolean checksums,
    long creditWindow,
    Duration progressTimeout,
    int maxPulls,
    int receiversPerObject,
    ChunkHook chunkHook) {}
