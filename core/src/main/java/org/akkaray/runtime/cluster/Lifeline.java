package org.akkaray.runtime.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.akkaray.id.UniqueId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once when another node's process ends, where a failure detector has to wait.
 *
 * <p>Each node listens on a port of its own and keeps a connection to the lifelines of others, over
 * which nothing is said but, once, the listener's id. The operating system closes the connection
 * when the process ends, however it ends. That alone proves nothing, as a network may cut
 * connections, too; so the watcher connects again. If the other's machine answers that nobody
 * listens there, or somebody else does, then the process is gone and can do no more harm: it is
 * reported dead. A process that stands still (a pause, SIGSTOP) and a network that loses everything
 * refuse nothing; those are left to the failure detector and the split brain resolver.
 *
 * <p>Thread-safe. Everything runs on virtual threads, one for each connection.
 */
final class Lifeline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lifeline.class);
  private static final int CONNECT_MILLIS = 2_000;
  private static final int GREETING_MILLIS = 5_000;
  private static final long AGAIN_MILLIS = 1_000;

  /** How often a connection may be cut before there is a pause. */
  private static final int MOST_CUTS = 5;

  private static final int BACKLOG = 64;

  private final UniqueId self;
  private final ServerSocket listener;
  private final Set<Socket> watchers = ConcurrentHashMap.newKeySet();
  private final Map<UniqueId, Watch> watches = new ConcurrentHashMap<>();
  private final Consumer<ClusterNode> dead;
  private volatile boolean closed;

  private Lifeline(UniqueId self, ServerSocket listener, Consumer<ClusterNode> dead) {
    this.self = self;
    this.listener = listener;
    this.dead = dead;
  }

  /**
   * Begins to listen, on a free port.
   *
   * @param dead is told of each watched node whose process has ended, on a thread of its own
   * @throws IllegalStateException if it cannot listen
   */
  static Lifeline open(UniqueId self, String host, Consumer<ClusterNode> dead) {
    try {
      Lifeline lifeline =
          new Lifeline(self, new ServerSocket(0, BACKLOG, InetAddress.getByName(host)), dead);
      Thread.ofVirtual().name("ray-lifeline").start(lifeline::accept);
      return lifeline;
    } catch (IOException e) {
      throw new IllegalStateException(
          "This node cannot listen on " + host + ": " + e.getMessage() + ".", e);
    }
  }

  /** Where others connect. */
  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("ray-lifeline-of-other").start(() -> hold(socket));
      } catch (IOException e) {
        if (!closed) {
          log.debug("A connection to the lifeline failed.", e);
        }
      }
    }
  }

  /** Keeps a watcher's connection until the watcher goes. */
  private void hold(Socket socket) {
    watchers.add(socket);
    try (socket) {
      socket.getOutputStream().write(self.getBytes());
      InputStream nothing = socket.getInputStream();
      while (!closed && nothing.read() >= 0) {
        // whoever talks is no watcher of ours, and is not listened to
      }
    } catch (IOException e) {
      log.debug("A watcher's connection ended.", e);
    } finally {
      watchers.remove(socket);
    }
  }

  /** Watches a node until {@link #unwatch}. */
  void watch(ClusterNode node) {
    if (closed || node.lifelinePort() == 0 || node.id().equals(self)) {
      return;
    }
    watches.computeIfAbsent(
        node.id(),
        id -> {
          Watch watch = new Watch(node);
          Thread.ofVirtual().name("ray-lifeline-to-" + node.record().name()).start(watch);
          return watch;
        });
  }

  /** Watches a node no more. */
  void unwatch(ClusterNode node) {
    Watch watch = watches.remove(node.id());
    if (watch != null) {
      watch.end();
    }
  }

  @Override
  public void close() {
    closed = true;
    watches.values().forEach(Watch::end);
    closeQuietly(listener);
    watchers.forEach(Lifeline::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      log.debug("A socket did not close.", e);
    }
  }

  /** What a look at a node found. */
  private enum Found {
    /** The process has ended. */
    GONE,

    /** It was there, until the connection ended. */
    LIVING,

    /** There was no answer. */
    NOTHING
  }

  private final class Watch implements Runnable {
    private final ClusterNode node;
    private volatile boolean ended;
    private volatile Socket current = new Socket();

    Watch(ClusterNode node) {
      this.node = node;
    }

    @Override
    public void run() {
      int cuts = 0;
      while (!ended) {
        switch (look()) {
          case GONE -> {
            if (!ended) {
              dead.accept(node);
            }
            return;
          }
          case LIVING -> cuts++; // look again at once, unless that goes on and on
          case NOTHING -> cuts = MOST_CUTS;
        }
        if (cuts >= MOST_CUTS) {
          cuts = 0;
          pause();
        }
      }
    }

    private void pause() {
      try {
        Thread.sleep(AGAIN_MILLIS);
      } catch (InterruptedException e) {
        ended = true;
      }
    }

    /** Connects, and stays for as long as the node lives. */
    private Found look() {
      Found found = Found.NOTHING;
      try (Socket socket = new Socket()) {
        current = socket;
        socket.connect(
            new InetSocketAddress(node.record().address(), node.lifelinePort()), CONNECT_MILLIS);
        socket.setSoTimeout(GREETING_MILLIS);
        byte[] id = new byte[UniqueId.LENGTH];
        new DataInputStream(socket.getInputStream()).readFully(id);
        if (!UniqueId.fromBytes(id).equals(node.id())) {
          return Found.GONE; // its port is another's now
        }
        found = Found.LIVING;
        socket.setSoTimeout(0);
        while (socket.getInputStream().read() >= 0 && !ended) {
          // it has nothing to say
        }
        return found;
      } catch (ConnectException e) {
        return String.valueOf(e.getMessage()).contains("refused") ? Found.GONE : Found.NOTHING;
      } catch (IOException e) {
        return found;
      }
    }

    void end() {
      ended = true;
      closeQuietly(current);
    }
  }
}
