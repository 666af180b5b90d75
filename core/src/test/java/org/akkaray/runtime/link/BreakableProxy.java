package org.akkaray.runtime.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on, and can break them all. */
final class BreakableProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  BreakableProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return sockets.size() / 2;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket in = server.accept();
        Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(in);
        sockets.add(out);
        Thread.ofPlatform().daemon().start(() -> pump(in, out));
        Thread.ofPlatform().daemon().start(() -> pump(out, in));
      } catch (IOException e) {
        // Closed, or the target is: who connects will try again.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[777]; // breaks frames at odd places
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read; (read = in.read(buffer)) >= 0; ) {
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Broken, as it should be.
    } finally {
      shut(from);
      shut(to);
    }
  }

  private void shut(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void breakAll() {
    sockets.forEach(this::shut);
  }

  @Override
  public void close() throws IOException {
    server.close();
    breakAll();
  }
}
