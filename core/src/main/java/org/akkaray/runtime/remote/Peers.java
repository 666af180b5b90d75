package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.UniqueId;

/**
 * How many tasks of this node are at each other node. There is a limit, so that what waits waits
 * where it can still be sent to whichever node is free first, and no node is flooded. Thread-safe.
 */
final class Peers {
  private static final int LEAST = 32;
  private static final int MOST = 4096;

  /** Tasks that a node has at most are what takes it so long. */
  private static final double AHEAD_NANOS = 20e6;

  private static final class Peer {
    final AtomicInteger inFlight = new AtomicInteger();
    volatile int limit = 1024;
  }

  private final Map<UniqueId, Peer> peers = new ConcurrentHashMap<>();
  private final Set<UniqueId> full = ConcurrentHashMap.newKeySet();

  /** A task goes to a node. */
  void sent(UniqueId node) {
    Peer peer = peer(node);
    if (peer.inFlight.incrementAndGet() >= peer.limit) {
      full.add(node);
      if (peer.inFlight.get() < peer.limit) { // answers came in between
        full.remove(node);
      }
    }
  }

  /** A task is not there any more; true if that made room where there was none. */
  boolean ended(UniqueId node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      return false;
    }
    int now = peer.inFlight.decrementAndGet();
    return now < peer.limit && !full.isEmpty() && full.remove(node);
  }

  /**
   * Adjusts a node's limit to how long tasks take there; true if that made room.
   *
   * @param idle whether the node has CPUs free and nothing queued: what is there is blocked then,
   *     and may wait for what has not been sent yet, so that more must be sent, however much is
   *     there
   */
  boolean adjust(UniqueId node, double cpus, double meanTaskNanos, boolean idle) {
    Peer peer = peer(node);
    double fit = meanTaskNanos > 0 ? AHEAD_NANOS * cpus / meanTaskNanos : 1024;
    int limit = (int) Math.max(LEAST, Math.min(MOST, fit));
    if (idle) {
      int there = peer.inFlight.get();
      limit = Math.max(limit, there + Math.max(LEAST, there / 2));
    }
    peer.limit = limit;
    return peer.inFlight.get() < peer.limit && full.remove(node);
  }

  /** Nodes that take no more at the moment. */
  Set<UniqueId> full() {
    return full.isEmpty() ? Set.of() : Set.copyOf(full);
  }

  int inFlight(UniqueId node) {
    Peer peer = peers.get(node);
    return peer == null ? 0 : peer.inFlight.get();
  }

  void nodeDown(UniqueId node) {
    peers.remove(node);
    full.remove(node);
  }

  private Peer peer(UniqueId node) {
    return peers.computeIfAbsent(node, id -> new Peer());
  }
}
