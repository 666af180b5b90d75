package org.akkaray.objectstore.transfer;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.akkaray.objectstore.arena.NodeFolder;

/**
 * The process's own media driver and a client of it, both without threads of their own: the
 * transfer's thread runs them ({@link #work}). So a chunk is copied, sent and taken in by one core
 * while it lies in its cache, instead of going from thread to thread through memory. Failures are
 * logged and end nothing else.
 */
final class EmbeddedDriver implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmbeddedDriver.class.getName());
  private static final int SOCKET_BUFFER = 4 << 20;

  private final MediaDriver driver;
  private final Aeron aeron;
  private final NodeFolder folder;

  EmbeddedDriver(TransferSettings settings, ChannelSizes sizes, Runnable onClientClosed) {
    int buffer = socketBuffer();
    String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    folder = NodeFolder.create(settings.folder(), name);
    try {
      driver = MediaDriver.launch(context(sizes, buffer));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
    try {
      aeron = connect(onClientClosed);
    } catch (RuntimeException e) {
      driver.close();
      folder.close();
      throw e;
    }
  }

  private MediaDriver.Context context(ChannelSizes sizes, int buffer) {
    return new MediaDriver.Context()
        .aeronDirectoryName(folder.path().resolve("driver").toString())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        .warnIfDirectoryExists(false)
        .threadingMode(ThreadingMode.INVOKER)
        .mtuLength(sizes.mtu())
        .socketSndbufLength(buffer)
        .socketRcvbufLength(buffer)
        .initialWindowLength(Math.min(sizes.receiverWindow(), buffer))
        .publicationTermBufferLength(sizes.term())
        .publicationTermWindowLength(sizes.publicationWindow())
        .publicationConnectionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(1500))
        .imageLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(2))
        .clientLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(3))
        .publicationLingerTimeoutNs(TimeUnit.SECONDS.toNanos(1))
        .errorHandler(EmbeddedDriver::log);
  }

  private Aeron connect(Runnable onClientClosed) {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driver.sharedAgentInvoker())
            .errorHandler(EmbeddedDriver::log)
            .subscriberErrorHandler(EmbeddedDriver::log)
            .closeHandler(onClientClosed));
  }

  static BackoffIdleStrategy idle() {
    return new BackoffIdleStrategy(100, 10, 1_000, 1_000_000);
  }

  private static void log(Throwable error) {
    LOG.log(System.Logger.Level.WARNING, "Aeron reports a problem", error);
  }

  /** Apart from the folders of object stores, or neighbours would look for objects in it. */
  static Path defaultFolder() {
    Path memory = Path.of("/dev/shm");
    Path parent = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    return parent.resolve("akka-ray-aeron-" + userId());
  }

  private static String userId() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name");
    }
  }

  /** What the kernel allows, up to 4 MB: the driver does not start when it gets less than asked. */
  private static int socketBuffer() {
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      probe.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      int receive = probe.getOption(StandardSocketOptions.SO_RCVBUF);
      int send = probe.getOption(StandardSocketOptions.SO_SNDBUF);
      return Math.min(SOCKET_BUFFER, Math.min(receive, send));
    } catch (IOException e) {
      throw new UncheckedIOException("No datagram socket can be opened", e);
    }
  }

  /** Lets driver and client do a little of what they have to do; returns how much that was. */
  int work() {
    return driver.sharedAgentInvoker().invoke() + aeron.conductorAgentInvoker().invoke();
  }

  Aeron aeron() {
    return aeron;
  }

  @Override
  public void close() {
    aeron.close();
    driver.close();
    folder.close();
  }
}
