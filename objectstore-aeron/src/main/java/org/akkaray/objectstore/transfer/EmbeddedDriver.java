package org.akkaray.objectstore.transfer;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.runtime.object.ObjectTransferException;

/**
 * The process's own media driver and a client of it, both without threads of their own: the
 * transfer's thread runs them ({@link #work}). So a chunk is copied, sent and taken in by one core
 * while it lies in its cache, instead of going from thread to thread through memory. Failures are
 * logged and end nothing else.
 */
final class EmbeddedDriver implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmbeddedDriver.class.getName());
  private static final int SOCKET_BUFFER = 4 << 20;

  private static final String DRIVER = "driver";
  private static final int STREAM = 1;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final MediaDriver driver;
  private final Aeron aeron;
  private final NodeFolder folder;
  private final Wakeup wakeup;
  private final Subscription subscription;
  private final String endpoint;

  /**
   * Starts it.
   *
   * @param port where it listens; 0 for a free one
   * @param wakeup told of the sockets that it opens
   * @param sessionGone told of senders that are gone, by their sessions, on the thread that works
   */
  EmbeddedDriver(
      TransferSettings settings,
      ChannelSizes sizes,
      int port,
      Wakeup wakeup,
      IntConsumer sessionGone) {
    this.wakeup = wakeup;
    int buffer = socketBuffer();
    String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    folder = NodeFolder.create(settings.folder(), name);
    try {
      driver = MediaDriver.launch(context(sizes, buffer).receiveChannelEndpointSupplier(wakeup));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
    try {
      aeron = connect();
    } catch (RuntimeException e) {
      driver.close();
      folder.close();
      throw e;
    }
    try {
      subscription =
          aeron.addSubscription(
              "aeron:udp?endpoint=" + settings.host() + ":" + port,
              STREAM,
              image -> {},
              image -> sessionGone.accept(image.sessionId()));
      endpoint = port == 0 ? resolve(settings) : settings.host() + ":" + port;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private String resolve(TransferSettings settings) {
    IdleStrategy idle = idle();
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    String resolved = subscription.resolvedEndpoint();
    while (resolved == null) {
      if (System.nanoTime() - deadline > 0) {
        throw new ObjectTransferException("No port of " + settings.host() + " could be opened");
      }
      idle.idle(work());
      resolved = subscription.resolvedEndpoint();
    }
    return resolved;
  }

  /** The address that it listens on, with its port. */
  String endpoint() {
    return endpoint;
  }

  /** A way to another node. */
  Peer connect(String other, long now) {
    return new Peer(aeron, other, STREAM, now);
  }

  /** Gives messages that have come to a handler; returns how many. */
  int poll(FragmentHandler handler, int limit) {
    return subscription.poll(handler, limit);
  }

  /** Whether driver or client have ended by themselves, or have lost the files they share. */
  boolean isBroken() {
    return aeron.isClosed()
        || driver.sharedAgentInvoker().isClosed()
        || !Files.isDirectory(folder.path().resolve(DRIVER));
  }

  /** For tests: ends the driver, as a failure in it would, and leaves the client alone. */
  void breakDown() {
    driver.close();
  }

  private MediaDriver.Context context(ChannelSizes sizes, int buffer) {
    return new MediaDriver.Context()
        .aeronDirectoryName(folder.path().resolve(DRIVER).toString())
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

  private Aeron connect() {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driver.sharedAgentInvoker())
            .errorHandler(EmbeddedDriver::log)
            .subscriberErrorHandler(EmbeddedDriver::log)
            .closeHandler(() -> LOG.log(System.Logger.Level.DEBUG, "The Aeron client has closed")));
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

  @Override
  public void close() {
    quietly(aeron);
    quietly(driver);
    wakeup.forgetClosed();
    folder.close();
  }

  /** What has broken down may throw when it is closed. */
  private static void quietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "A part of Aeron was closed with a problem", e);
    }
  }
}
