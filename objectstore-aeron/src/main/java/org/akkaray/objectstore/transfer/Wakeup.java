package org.akkaray.objectstore.transfer;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Lets the transfer's thread sleep until somebody has something for it: a datagram that comes to
 * one of the driver's sockets, or a command of another thread. Aeron itself only knows how to look
 * again and again, which costs some percent of a processor in a node that does nothing.
 */
final class Wakeup implements ReceiveChannelEndpointSupplier, AutoCloseable {
  private final Selector selector;

  Wakeup() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("No selector can be opened", e);
    }
  }

  @Override
  public ReceiveChannelEndpoint newInstance(
      UdpChannel channel,
      DataPacketDispatcher dispatcher,
      AtomicCounter status,
      MediaDriver.Context context) {
    return new Endpoint(channel, dispatcher, status, context);
  }

  private final class Endpoint extends ReceiveChannelEndpoint {
    Endpoint(
        UdpChannel channel,
        DataPacketDispatcher dispatcher,
        AtomicCounter status,
        MediaDriver.Context context) {
      super(channel, dispatcher, status, context);
    }

    @Override
    public void openChannel() {
      super.openChannel();
      watch(receiveDatagramChannel());
    }
  }

  private void watch(DatagramChannel channel) {
    try {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("A socket was closed as soon as it was opened", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sleeps until a datagram or {@link #wake} comes, but not longer than this. */
  void await(long millis) {
    try {
      selector.select(key -> {}, millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the sleep, or the next one. From any thread. */
  void wake() {
    try {
      selector.wakeup();
    } catch (ClosedSelectorException e) {
      // Nobody sleeps any more.
    }
  }

  /** Lets go of sockets that were closed: before that, their ports stay taken. */
  void forgetClosed() {
    try {
      if (selector.isOpen()) {
        selector.selectNow(key -> {});
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
