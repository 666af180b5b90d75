package org.akkaray.objectstore.transfer;

import java.nio.file.Path;
import java.time.Duration;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;

/** Settings of an {@link AeronObjectTransfer}; each has a default. Not thread-safe. */
public final class TransferBuilder {
  private final TransferSource source;
  private final TransferSink sink;
  private String host = "127.0.0.1";
  private Path folder = EmbeddedDriver.defaultFolder();
  private int port;
  private int mtu;
  private boolean checksums = true;
  private long creditWindow = 4L << 20;
  private Duration progressTimeout = Duration.ofSeconds(5);
  private int maxPulls = 64;
  private int receiversPerObject = 4;
  private ChunkHook hook = (id, position, chunk) -> {};

  TransferBuilder(TransferSource source, TransferSink sink) {
    this.source = source;
    this.sink = sink;
  }

  /** The address to listen on, by which other nodes reach this one; 127.0.0.1 by default. */
  public TransferBuilder host(String value) {
    host = value;
    return this;
  }

  /**
   * Where the media drivers of the host's nodes have their folders; each start sweeps those of dead
   * processes away. Below {@code /dev/shm} by default, or, where that is missing, below the
   * system's folder of temporary files.
   */
  public TransferBuilder folder(Path value) {
    folder = value;
    return this;
  }

  /** The port; 0, the default, takes a free one. */
  public TransferBuilder port(int value) {
    port = value;
    return this;
  }

  /** The largest datagram in bytes; 65504 on the loopback and 1408 elsewhere by default. */
  public TransferBuilder mtu(int value) {
    mtu = value;
    return this;
  }

  /** Whether chunks are checked by CRC32C, which is so by default; the same on all nodes. */
  public TransferBuilder checksums(boolean value) {
    checksums = value;
    return this;
  }

  /** How many bytes of one object may be on their way; 4 MB by default. */
  public TransferBuilder creditWindow(long value) {
    creditWindow = value;
    return this;
  }

  /** After which a silent holder or receiver is given up; 5 s by default. */
  public TransferBuilder progressTimeout(Duration value) {
    progressTimeout = value;
    return this;
  }

  /** How many objects are pulled at the same time at most; 64 by default. */
  public TransferBuilder maxPulls(int value) {
    maxPulls = value;
    return this;
  }

  /** How many receivers of one object are served before more are sent on; 4 by default. */
  public TransferBuilder receiversPerObject(int value) {
    receiversPerObject = value;
    return this;
  }

  TransferBuilder chunkHook(ChunkHook value) {
    hook = value;
    return this;
  }

  /** Starts it: opens the port and starts the threads. */
  public AeronObjectTransfer start() {
    return new AeronObjectTransfer(
        source,
        sink,
        new TransferSettings(
            host,
            folder,
            port,
            mtu,
            checksums,
            creditWindow,
            progressTimeout,
            maxPulls,
            receiversPerObject,
            hook));
  }
}
