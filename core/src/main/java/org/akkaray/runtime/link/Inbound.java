package org.akkaray.runtime.link;

import com.google.protobuf.CodedInputStream;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.Frame;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of another node, read by a thread of its own. */
final class Inbound {
  private static final Logger log = LoggerFactory.getLogger(Inbound.class);
  private static final int BUFFER = 1 << 17;
  private static final int HANDSHAKE_MILLIS = 5_000;

  private final Socket socket;
  private final NodeLinks links;
  private volatile @Nullable UniqueId from;

  Inbound(Socket socket, NodeLinks links) {
    this.socket = socket;
    this.links = links;
  }

  @Nullable UniqueId from() {
    return from;
  }

  /** Reads a connection. */
  static final class Reader extends Thread {
    Reader(Runnable read) {
      super(read, "ray-link-reader");
      setDaemon(true);
    }
  }

  void start() {
    new Reader(this::read).start();
  }

  private void read() {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
      Handshake handshake = Handshake.read(in);
      if (!handshake.to().equals(links.self())) {
        throw new ProtocolException("it was meant for node " + handshake.to());
      }
      from = handshake.from();
      if (!links.awaitKnown(handshake.from())) {
        log.debug("Node {} connected, but is gone, or is not known here.", handshake.from());
        return;
      }
      socket.setSoTimeout(0);
      Thread.currentThread().setName("ray-link-reader-" + handshake.from());
      readFrames(in, handshake);
    } catch (EOFException | SocketException e) {
      log.debug("Connection from {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn(
          "A connection from {} was refused: {}", socket.getRemoteSocketAddress(), e.getMessage());
    } finally {
      links.ended(this);
    }
  }

  private void readFrames(DataInputStream in, Handshake handshake) throws IOException {
    UniqueId sender = handshake.from();
    Arrivals arrivals = links.arrivalsOf(sender);
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int length = in.readInt();
      if (length < 0 || length > links.settings().maxMessageBytes()) {
        throw new ProtocolException("a frame of " + length + " bytes");
      }
      if (length > buffer.length) {
        buffer = new byte[Math.max(length, Math.min(2 * buffer.length, 1 << 24))];
      }
      in.readFully(buffer, 0, length);
      Frame frame = Frame.parseFrom(CodedInputStream.newInstance(buffer, 0, length));
      Link back = links.to(sender);
      if (back != null) {
        back.acknowledged(frame.getAcknowledgedLink(), frame.getAcknowledged());
      }
      if (frame.getSequence() > 0) {
        synchronized (arrivals) {
          if (arrivals.take(frame, length)) {
            handOver(sender, frame);
          }
        }
      }
      if (back != null && arrivals.isAcknowledgementDue(links.settings().windowBytes() / 8)) {
        back.acknowledgeSoon();
      }
    }
  }

  private void handOver(UniqueId sender, Frame frame) {
    for (Message message : frame.getMessagesList()) {
      try {
        links.handler().onMessage(sender, message);
      } catch (RuntimeException | Error e) {
        log.error(
            "A message of node {} could not be handled: {}", sender, message.getKindCase(), e);
      }
    }
    links.handler().onBatchEnd(sender);
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("A connection could not be closed: {}", e.toString());
    }
  }
}
