package org.akkaray.objectstore.transfer;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.TransferSink;
import org.akkaray.runtime.object.TransferSource;
import org.akkaray.runtime.object.TransferStats;

/**
 * Transfers over UDP with an embedded Aeron media driver; {@link #builder} makes one. The memory of
 * source and sink must be native.
 */
public final class AeronObjectTransfer implements ObjectTransfer {
  private static final System.Logger LOG = System.getLogger(AeronObjectTransfer.class.getName());
  private static final int FRAGMENTS_PER_TURN = 4;
  private static final long HOUSEKEEPING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long UNREACHABLE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** How long it is tried to start a driver again that has ended, and how often. */
  private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long RESTART_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * For how long it says what it has to say when it is closed, and how often after the last word.
   */
  private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int FAREWELL_TURNS = 100;

  private final TransferSettings settings;
  private final ChannelSizes sizes;
  private final Wakeup wakeup = new Wakeup();
  private EmbeddedDriver driver;
  private final String endpoint;
  private final Sender sender;
  private final Receiver receiver;
  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<Integer, String> sessions = new HashMap<>();
  private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final FragmentHandler handler = this::onFragment;
  private volatile boolean closed;
  private volatile boolean ended;
  private long now = System.nanoTime();

  /** What pulls that come too late are told. */
  private volatile String end = "The transfer is closed";

  AeronObjectTransfer(TransferSource source, TransferSink sink, TransferSettings settings) {
    this.settings = settings;
    this.sizes = ChannelSizes.of(settings.host(), settings.mtu());
    try {
      driver = new EmbeddedDriver(settings, sizes, settings.port(), wakeup, this::sessionGoneSoon);
    } catch (RuntimeException e) {
      wakeup.close();
      throw e;
    }
    endpoint = driver.endpoint();
    int frameHeader = io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
    receiver = new Receiver(sink, settings, this::peer, endpoint);
    sender =
        new Sender(
            source,
            settings,
            sizes.mtu() - frameHeader - MessageDescriptor.HEADER_LENGTH,
            this::later,
            receiver::underWay);
    thread = new Thread(this::run, "object-transfer-" + endpoint);
    thread.setDaemon(true);
    thread.start();
  }

  /** A builder of a transfer between these two. */
  public static TransferBuilder builder(TransferSource source, TransferSink sink) {
    return new TransferBuilder(source, sink);
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public CompletableFuture<Void> pull(ObjectId id, List<Holder> holders, PullPriority priority) {
    List<Holder> given = List.copyOf(holders);
    CompletableFuture<Void> result = new CompletableFuture<>();
    later(() -> {
      if (ended) {
        result.completeExceptionally(new ObjectTransferException(end));
        return;
      }
      receiver
          .pull(id, given, priority)
          .done
          .whenComplete((done, failure) -> {
            if (failure == null) {
              result.complete(null);
            } else {
              result.completeExceptionally(failure);
            }
          });
    });
    if (ended) {
      drainCommands();
    }
    return result;
  }

  /** Runs a command on the transfer's thread. */
  private void later(Runnable command) {
    commands.add(command);
    wakeup.wake();
  }

  @Override
  public void cancel(ObjectId id) {
    later(() -> receiver.cancel(id));
  }

  private volatile int pulling;
  private volatile int waiting;
  private volatile int serving;

  @Override
  public TransferStats stats() {
    return new TransferStats(
        pulling,
        waiting,
        serving,
        receiver.bytesReceived,
        sender.bytesSent,
        receiver.pulled,
        receiver.corrupted,
        receiver.holderFailures,
        sender.redirects);
  }

  private Peer peer(String name) {
    return peers.computeIfAbsent(name, key -> driver.connect(key, now));
  }

  private void run() {
    try {
      runUntilClosed();
    } finally {
      closed = true;
      receiver.close(end);
      sender.close();
      farewell();
      ended = true;
      drainCommands();
    }
  }

  private void runUntilClosed() {
    TransferIdling idling = new TransferIdling(wakeup);
    long nextHousekeeping = now;
    while (!closed) {
      try {
        now = System.nanoTime();
        if (now - nextHousekeeping >= 0) {
          nextHousekeeping = now + HOUSEKEEPING_NANOS;
          housekeeping();
        }
        int work = drainCommands();
        work += driver.work();
        work += driver.poll(handler, FRAGMENTS_PER_TURN);
        work += receiver.work(now);
        for (Peer peer : peers.values()) {
          work += peer.work(now);
        }
        work += sender.work(FRAGMENTS_PER_TURN);
        pulling = receiver.active();
        waiting = receiver.waiting();
        serving = sender.serving();
        idling.idle(work, isTransferring(), now);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A step of the object transfer failed", e);
        idling.idle(0, true, now);
      }
    }
  }

  private boolean isTransferring() {
    return pulling + waiting + serving > 0 || peers.values().stream().anyMatch(Peer::hasToSay);
  }

  private int drainCommands() {
    int count = 0;
    for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
      next.run();
      count++;
    }
    return count;
  }

  private void housekeeping() {
    if (driver.isBroken()) {
      restart();
    }
    receiver.checkProgress(now);
    sender.dropStalled(now);
    for (Peer peer : List.copyOf(peers.values())) {
      if (peer.deadSince(now, UNREACHABLE_NANOS)) {
        peers.remove(peer.endpoint);
        peer.close();
        sender.peerGone(peer.endpoint);
        receiver.peerGone(peer.endpoint, now);
      }
    }
  }

  /** Starts Aeron again at the same address; what was under way goes on from where it was. */
  private void restart() {
    LOG.log(
        System.Logger.Level.WARNING,
        "Aeron has ended or lost its folder under the object transfer at {0}; it is started again",
        endpoint);
    List.copyOf(peers.keySet()).forEach(sender::peerGone);
    peers.clear();
    sessions.clear();
    driver.close();
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    long deadline = System.nanoTime() + RESTART_NANOS;
    while (!closed) {
      try {
        driver = new EmbeddedDriver(settings, sizes, port, wakeup, this::sessionGoneSoon);
        receiver.askAllAgain(System.nanoTime());
        return;
      } catch (RuntimeException e) {
        if (System.nanoTime() - deadline > 0) {
          end = "The transfer at " + endpoint + " has ended: Aeron cannot be started again: " + e;
          LOG.log(System.Logger.Level.ERROR, end, e);
          closed = true;
        }
        LockSupport.parkNanos(RESTART_PAUSE_NANOS);
      }
    }
  }

  /** Lets go out what the others have to know: that nothing more comes from here. */
  private void farewell() {
    long deadline = System.nanoTime() + FAREWELL_NANOS;
    int quiet = 0;
    while (quiet < FAREWELL_TURNS && System.nanoTime() - deadline < 0) {
      try {
        driver.work();
        int sent = 0;
        for (Peer peer : peers.values()) {
          sent += peer.work(now);
        }
        quiet = sent == 0 ? quiet + 1 : 0;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "The last messages could not be sent", e);
        return;
      }
    }
  }

  /** For tests. */
  void breakDriver() {
    later(() -> driver.breakDown());
  }

  /** Not at once: Aeron tells it also while it is being closed, and then nobody can be asked. */
  private void sessionGoneSoon(int session) {
    later(() -> sessionGone(session));
  }

  private void sessionGone(int session) {
    sessions.remove(session);
    receiver.sessionGone(session, now);
  }

  private void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    int end = offset + length;
    if (length < MessageDescriptor.HEADER_LENGTH
        || number(buffer, offset + MessageDescriptor.VERSION_OFFSET) != MessageDescriptor.VERSION) {
      return;
    }
    long attempt = longAt(buffer, offset + MessageDescriptor.ATTEMPT_OFFSET);
    long first = longAt(buffer, offset + MessageDescriptor.FIRST_OFFSET);
    long second = longAt(buffer, offset + MessageDescriptor.SECOND_OFFSET);
    int body = offset + MessageDescriptor.HEADER_LENGTH;
    String from = sessions.getOrDefault(header.sessionId(), "");
    int type = number(buffer, offset + MessageDescriptor.TYPE_OFFSET);
    switch (type) {
      case MessageDescriptor.REQUEST -> request(buffer, offset, end, header.sessionId());
      case MessageDescriptor.CREDIT -> sender.credit(from, attempt, first, now);
      case MessageDescriptor.REWIND -> sender.rewind(from, attempt, first);
      case MessageDescriptor.DONE -> sender.done(from, attempt, first == 1);
      default -> {
        receiver.heard(attempt, header.sessionId(), now);
        switch (type) {
          case MessageDescriptor.CHUNK ->
              receiver.chunk(attempt, first, second, buffer, body, end - body);
          case MessageDescriptor.ACCEPT -> receiver.accepted(attempt, first, (int) second, now);
          case MessageDescriptor.WAIT -> {} // that it was heard is all there is to it
          case MessageDescriptor.REFUSE ->
              receiver.refused(attempt, first == 1, MessageDescriptor.text(buffer, body, end), now);
          case MessageDescriptor.REDIRECT ->
              receiver.redirected(attempt, MessageDescriptor.text(buffer, body, end), now);
          default -> LOG.log(System.Logger.Level.DEBUG, "Unknown message of type {0}", type);
        }
      }
    }
  }

  private void request(DirectBuffer buffer, int offset, int end, int session) {
    String asker = MessageDescriptor.text(buffer, offset + MessageDescriptor.ENDPOINT_OFFSET, end);
    if (asker.isEmpty()) {
      return;
    }
    byte[] id = new byte[ObjectId.LENGTH];
    buffer.getBytes(offset + MessageDescriptor.ID_OFFSET, id);
    int flags = number(buffer, offset + MessageDescriptor.FLAGS_OFFSET);
    String known = sessions.put(session, asker);
    if (known == null && sessions.values().stream().filter(asker::equals).count() > 1) {
      forgetEarlier(asker, session);
    }
    sender.request(
        peer(asker),
        longAt(buffer, offset + MessageDescriptor.ATTEMPT_OFFSET),
        ObjectId.fromBytes(id),
        longAt(buffer, offset + MessageDescriptor.FIRST_OFFSET),
        longAt(buffer, offset + MessageDescriptor.SECOND_OFFSET),
        (flags & MessageDescriptor.FLAG_MUST_SERVE) != 0,
        now);
  }

  /** A node that speaks in a new session has started Aeron again and hears no earlier one. */
  private void forgetEarlier(String asker, int session) {
    sessions.entrySet().removeIf(e -> e.getValue().equals(asker) && e.getKey() != session);
    Peer before = peers.remove(asker);
    if (before != null) {
      before.close();
      sender.peerGone(asker);
      receiver.peerGone(asker, now);
    }
  }

  private static int number(DirectBuffer buffer, int at) {
    return buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
  }

  private static long longAt(DirectBuffer buffer, int at) {
    return buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    closed = true;
    wakeup.wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    driver.close();
    wakeup.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
