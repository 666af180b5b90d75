package org.akkaray.runtime.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All links of one node: listens for other nodes' connections and has a {@link Link} to each node
 * that it was told of. Thread-safe.
 *
 * <p>Who sends may leave a message for others to travel with ({@link #send}); it goes when a batch
 * is full, when the sender is about to wait for an answer ({@link #flush}), or by the flusher's
 * thread after the lingering time.
 */
public final class NodeLinks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeLinks.class);

  private final UniqueId self;
  private final LinkSettings settings;
  private final MessageHandler handler;
  private final ServerSocket server;
  private final Map<UniqueId, Link> links = new ConcurrentHashMap<>();
  private final Map<UniqueId, Arrivals> arrivals = new ConcurrentHashMap<>();
  private final Set<UniqueId> gone = ConcurrentHashMap.newKeySet();
  private final Set<Inbound> inbound = ConcurrentHashMap.newKeySet();
  private final Object introductions = new Object();
  private final Thread flusher;
  private volatile boolean flusherSleeps;
  private volatile boolean closed;

  private NodeLinks(
      UniqueId self, LinkSettings settings, MessageHandler handler, ServerSocket server) {
    this.self = self;
    this.settings = settings;
    this.handler = handler;
    this.server = server;
    this.flusher = Thread.ofPlatform().daemon().name("ray-link-flusher").unstarted(this::flushAll);
  }

  /**
   * Listens on a free port.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public static NodeLinks open(UniqueId self, LinkSettings settings, MessageHandler handler) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), 0), 256);
      NodeLinks links = new NodeLinks(self, settings, handler, server);
      links.flusher.start();
      Thread.ofPlatform().daemon().name("ray-link-listener").start(links::listen);
      return links;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot listen for other nodes on " + settings.host() + ": " + e.getMessage(), e);
    }
  }

  /** Whether the calling thread reads a connection, and must not wait for another one. */
  public static boolean isReader() {
    return Thread.currentThread() instanceof Inbound.Reader;
  }

  /** The port that other nodes connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** From now on there is a node at this address. */
  public void nodeUp(UniqueId node, String host, int port) {
    if (!node.equals(self) && !gone.contains(node)) {
      links.computeIfAbsent(node, id -> new Link(this, settings, self, id, host, port));
      wakeWaiting();
    }
  }

  /**
   * Waits until membership has told of a node that has connected. What it says counts only from
   * then on: of a node that was never known to come nobody would be told that it is gone.
   *
   * @return false if it is gone, is still not known after a while, or this node ends
   */
  boolean awaitKnown(UniqueId node) throws InterruptedException {
    long end = System.nanoTime() + settings.introduction().toNanos();
    synchronized (introductions) {
      while (!links.containsKey(node) && !gone.contains(node) && !closed) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        introductions.wait(left);
      }
    }
    return links.containsKey(node);
  }

  private void wakeWaiting() {
    synchronized (introductions) {
      introductions.notifyAll();
    }
  }

  /** The node is gone for good: what was not sent yet is dropped, and nothing of it is taken. */
  public void nodeDown(UniqueId node) {
    gone.add(node);
    wakeWaiting();
    Link link = links.remove(node);
    if (link != null) {
      link.close();
    }
    for (Inbound connection : inbound) {
      if (node.equals(connection.from())) {
        connection.close();
      }
    }
  }

  /** Whether there is a link to this node. */
  public boolean knows(UniqueId node) {
    return links.containsKey(node);
  }

  /** All nodes that there is a link to. */
  public List<UniqueId> nodes() {
    return List.copyOf(links.keySet());
  }

  /** The link to a node; null if it is gone, or never was there. */
  public @Nullable Link to(UniqueId node) {
    return links.get(node);
  }

  /**
   * Sends a message some time soon; of no effect if the node is gone.
   *
   * @return false if it is
   */
  public boolean send(UniqueId node, Message message) {
    Link link = links.get(node);
    if (link == null) {
      return false;
    }
    link.send(message);
    return true;
  }

  /** Writes out what waits for this node. */
  public void flush(UniqueId node) {
    Link link = links.get(node);
    if (link != null) {
      link.flush();
    }
  }

  /** Has the flusher look at all links soon. */
  void wakeFlusher() {
    if (flusherSleeps) {
      flusherSleeps = false;
      LockSupport.unpark(flusher);
    }
  }

  private void flushAll() {
    long idle = settings.resendAfter().toNanos() / 3;
    while (!closed) {
      boolean more = false;
      for (Link link : links.values()) {
        more |= link.flushByFlusher();
      }
      if (more) {
        LockSupport.parkNanos(this, settings.lingering().toNanos());
        continue;
      }
      flusherSleeps = true;
      for (Link link : links.values()) {
        more |= link.hasWork();
      }
      if (!more) {
        LockSupport.parkNanos(this, idle);
      } else {
        LockSupport.parkNanos(this, settings.lingering().toNanos());
      }
      flusherSleeps = false;
    }
  }

  private void listen() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        Inbound connection = new Inbound(socket, this);
        inbound.add(connection);
        connection.start();
      } catch (IOException e) {
        if (!closed) {
          log.warn("A connection of another node could not be taken: {}", e.toString());
        }
      }
    }
  }

  UniqueId self() {
    return self;
  }

  LinkSettings settings() {
    return settings;
  }

  MessageHandler handler() {
    return handler;
  }

  /** What has arrived from a node, whichever connection it came on. */
  Arrivals arrivalsOf(UniqueId node) {
    return arrivals.computeIfAbsent(node, id -> new Arrivals());
  }

  void ended(Inbound connection) {
    inbound.remove(connection);
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      log.debug("The listener could not be closed: {}", e.toString());
    }
    links.values().forEach(Link::close);
    inbound.forEach(Inbound::close);
    LockSupport.unpark(flusher);
    wakeWaiting();
  }
}
