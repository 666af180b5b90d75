package org.akkaray.runtime.link;

import com.google.protobuf.CodedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.Frame;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node says to one other. Messages are queued without a lock and written in batches, by
 * whichever thread holds the writer's lock; frames that the receiver has not acknowledged are kept
 * and, should the connection break, sent again on the next one.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>guarded by</th></tr>
 *   <tr><td>queue, queued, queuedBytes</td><td>atomic</td></tr>
 *   <tr><td>socket, out, unacknowledged, sequence, unacknowledgedBytes</td><td>{@link #writing}</td></tr>
 * </table>
 */
public final class Link {
  private static final Logger log = LoggerFactory.getLogger(Link.class);
  private static final int CONNECT_MILLIS = 2_000;
  private static final long RECONNECT_NANOS = 200_000_000;

  private record Sent(long sequence, byte[] bytes) {}

  private final NodeLinks links;
  private final LinkSettings settings;
  private final UniqueId self;
  private final UniqueId peer;
  private final String host;
  private final int port;
  private final long id = ThreadLocalRandom.current().nextLong();

  private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();

  private final ReentrantLock writing = new ReentrantLock();
  private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();
  private int unacknowledgedBytes;
  private long sequence;
  private @Nullable Socket socket;
  private @Nullable OutputStream out;
  private long heardAt = System.nanoTime();

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean connecting = new AtomicBoolean();
  private volatile boolean acknowledgementDue;
  private volatile boolean windowFull;
  private volatile boolean connected;
  private volatile boolean closed;

  Link(
      NodeLinks links, LinkSettings settings, UniqueId self, UniqueId peer, String host, int port) {
    this.links = links;
    this.settings = settings;
    this.self = self;
    this.peer = peer;
    this.host = host;
    this.port = port;
  }

  /** The node at the other end. */
  public UniqueId peer() {
    return peer;
  }

  /** Queues a message; it goes with the next batch. */
  public void send(Message message) {
    if (closed) {
      return;
    }
    queue.add(message);
    queuedBytes.addAndGet(message.getSerializedSize());
    queued.incrementAndGet();
    links.wakeFlusher();
  }

  /** Whether so much is queued that the sender should {@link #flush} before it goes on. */
  public boolean isBatchFull() {
    return queued.get() >= settings.batchMessages();
  }

  /**
   * Waits while more is queued than may be. For senders that may block, which the readers of
   * connections must not.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitRoom() throws InterruptedException {
    while (queuedBytes.get() > settings.queueBytes() && !closed) {
      flush();
      if (queuedBytes.get() > settings.queueBytes()) {
        LockSupport.parkNanos(this, settings.lingering().toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  /** Writes out what is queued, unless another thread is doing that: it sees to this as well. */
  public void flush() {
    while (!queue.isEmpty() && connected && !windowFull) {
      if (!writing.tryLock()) {
        return;
      }
      try {
        drain();
      } finally {
        writing.unlock();
      }
    }
    if (!connected && !queue.isEmpty()) {
      connect();
    }
  }

  /** As {@link #flush}, and what time asks for; true if it should be called again soon. */
  boolean flushByFlusher() {
    if (closed) {
      return false;
    }
    boolean worked = !queue.isEmpty();
    flush();
    if (connected && writing.tryLock()) {
      try {
        if (acknowledgementDue || links.arrivalsOf(peer).hasUnacknowledged()) {
          writeFrame(Frame.newBuilder(), 0);
        }
        if (!unacknowledged.isEmpty()
            && System.nanoTime() - heardAt > settings.resendAfter().toNanos()) {
          log.debug("Node {} has acknowledged nothing for a while; connecting again.", peer);
          disconnect();
        }
      } finally {
        writing.unlock();
      }
    }
    if (!connected && (!unacknowledged.isEmpty() || links.arrivalsOf(peer).hasUnacknowledged())) {
      connect();
    }
    return worked && connected;
  }

  boolean hasWork() {
    return !queue.isEmpty() && connected && !windowFull;
  }

  void acknowledgeSoon() {
    acknowledgementDue = true;
    links.wakeFlusher();
  }

  /** The receiver has all frames up to this one. */
  void acknowledged(long link, long upTo) {
    if (link != id || upTo <= acknowledged.get()) {
      return;
    }
    acknowledged.accumulateAndGet(upTo, Math::max);
    if (windowFull) {
      windowFull = false;
      links.wakeFlusher();
    }
  }

  private void drain() {
    dropAcknowledged();
    while (!queue.isEmpty() && connected) {
      if (unacknowledgedBytes > settings.windowBytes()) {
        windowFull = true;
        dropAcknowledged();
        if (unacknowledgedBytes > settings.windowBytes()) {
          return;
        }
        windowFull = false;
      }
      Frame.Builder frame = Frame.newBuilder();
      int bytes = 0;
      int count = 0;
      for (Message next; bytes < settings.frameBytes() && (next = queue.poll()) != null; ) {
        frame.addMessages(next);
        bytes += next.getSerializedSize();
        count++;
      }
      queued.addAndGet(-count);
      queuedBytes.addAndGet(-bytes);
      writeFrame(frame, ++sequence);
    }
  }

  private void dropAcknowledged() {
    long upTo = acknowledged.get();
    for (Sent first; (first = unacknowledged.peek()) != null && first.sequence <= upTo; ) {
      unacknowledged.remove();
      unacknowledgedBytes -= first.bytes.length;
      heardAt = System.nanoTime();
    }
  }

  private void writeFrame(Frame.Builder builder, long number) {
    acknowledgementDue = false;
    links.arrivalsOf(peer).acknowledgeIn(builder);
    Frame frame = builder.setLink(id).setSequence(number).build();
    int length = frame.getSerializedSize();
    byte[] bytes = new byte[Integer.BYTES + length];
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(bytes, Integer.BYTES, length);
      frame.writeTo(coded);
      coded.flush();
    } catch (IOException e) {
      throw new IllegalStateException("A frame did not fit into memory of its own size.", e);
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[i] = (byte) (length >> (24 - 8 * i));
    }
    if (number > 0) {
      if (unacknowledged.isEmpty()) {
        heardAt = System.nanoTime();
      }
      unacknowledged.add(new Sent(number, bytes));
      unacknowledgedBytes += bytes.length;
    }
    try {
      out.write(bytes);
    } catch (IOException e) {
      log.debug("The connection to node {} broke: {}", peer, e.toString());
      disconnect();
    }
  }

  private void disconnect() {
    connected = false;
    Socket old = socket;
    socket = null;
    out = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        log.debug("The connection to node {} could not be closed: {}", peer, e.toString());
      }
    }
  }

  /** Connects on a thread of its own, unless that is under way. */
  private void connect() {
    if (!closed && connecting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("ray-link-connect").start(this::tryToConnect);
    }
  }

  private void tryToConnect() {
    try {
      Socket fresh = new Socket();
      try {
        fresh.setTcpNoDelay(true);
        fresh.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        new Handshake(self, peer, id).write(new DataOutputStream(fresh.getOutputStream()));
      } catch (IOException e) {
        fresh.close();
        throw e;
      }
      resume(fresh);
    } catch (IOException e) {
      log.debug("Node {} at {}:{} cannot be reached yet: {}", peer, host, port, e.toString());
      LockSupport.parkNanos(RECONNECT_NANOS);
    } finally {
      connecting.set(false);
      links.wakeFlusher();
    }
    flush();
  }

  /** Goes on, on a new connection, after the last frame that the receiver is known to have. */
  private void resume(Socket fresh) throws IOException {
    writing.lock();
    try {
      if (closed) {
        fresh.close();
        return;
      }
      dropAcknowledged();
      socket = fresh;
      OutputStream stream = fresh.getOutputStream();
      for (Sent again : unacknowledged) {
        stream.write(again.bytes);
      }
      out = stream;
      heardAt = System.nanoTime();
      connected = true;
    } finally {
      writing.unlock();
    }
  }

  void close() {
    closed = true;
    queue.clear();
    queued.set(0);
    queuedBytes.set(0);
    Socket open = socket;
    if (open != null) {
      try {
        open.close(); // wakes a writer that is stuck
      } catch (IOException e) {
        log.debug("The connection to node {} could not be closed: {}", peer, e.toString());
      }
    }
  }
}
