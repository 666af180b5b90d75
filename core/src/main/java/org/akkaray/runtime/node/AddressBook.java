package org.akkaray.runtime.node;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.remote.RemoteObjects;
import org.jspecify.annotations.Nullable;

/**
 * Where other nodes' objects are reached, as far as membership has told. A node may be heard of
 * earlier, from another node or on a connection of its own; that it is not in this book does not
 * mean that it is gone. Thread-safe.
 */
final class AddressBook implements RemoteObjects.NodeAddresses {
  /** The name of the transfer's endpoint in what a node says of itself. */
  static final String TRANSFER = "transfer";

  private static final long PATIENCE_SECONDS = 10;

  private final String host;
  private final Map<UniqueId, ClusterNode> others = new ConcurrentHashMap<>();
  private final Set<UniqueId> gone = ConcurrentHashMap.newKeySet();
  private final Map<UniqueId, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();

  /**
   * @param host the address of this node
   */
  AddressBook(String host) {
    this.host = host;
  }

  void nodeUp(ClusterNode node) {
    others.put(node.id(), node);
    settle(node.id());
  }

  void nodeDown(UniqueId node) {
    gone.add(node);
    others.remove(node);
    settle(node);
  }

  private void settle(UniqueId node) {
    CompletableFuture<Void> waiting = expected.remove(node);
    if (waiting != null) {
      waiting.completeAsync(() -> null); // membership's thread must not run what follows
    }
  }

  @Override
  public @Nullable String transferEndpoint(UniqueId node) {
    ClusterNode known = others.get(node);
    return known == null ? null : known.endpoints().get(TRANSFER);
  }

  @Override
  public @Nullable String neighbourName(UniqueId node) {
    ClusterNode known = others.get(node);
    return known != null && known.record().address().equals(host) ? node.toString() : null;
  }

  @Override
  public @Nullable CompletableFuture<Void> expected(UniqueId node) {
    if (isSettled(node)) {
      return null;
    }
    CompletableFuture<Void> waiting =
        expected.computeIfAbsent(
            node,
            id ->
                new CompletableFuture<Void>()
                    .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS));
    if (isSettled(node)) {
      settle(node);
    }
    return waiting;
  }

  private boolean isSettled(UniqueId node) {
    return others.containsKey(node) || gone.contains(node);
  }
}
