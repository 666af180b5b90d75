package org.akkaray.runtime.remote;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.NeighbourObjects;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.RemoteBytes;
import org.akkaray.runtime.object.StoredValue;
import org.akkaray.runtime.wire.DeleteObject;
import org.akkaray.runtime.wire.LocationAdded;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Large objects across nodes. Where this node made an object for another, it keeps it as long as
 * the owner wants it; where it owns one, it knows which nodes have copies; where it needs one, it
 * reads it in a neighbour's memory on the same host, or has it transferred into its own store.
 * Thread-safe.
 */
public final class RemoteObjects implements RemoteBytes {
  private final NodeContext node;
  private final ObjectStore store;
  private final Supplier<@Nullable ObjectTransfer> transfer;
  private final NodeAddresses addresses;

  /** What this node made for others. */
  private final Map<ObjectId, Kept> kept = new ConcurrentHashMap<>();

  /** Copies of what this node owns, beside the places where it was made. */
  private final Map<ObjectId, Set<UniqueId>> copies = new ConcurrentHashMap<>();

  private record Kept(UniqueId owner, StoredValue value) {}

  /** How other nodes' stores are reached. */
  public interface NodeAddresses {
    /** The endpoint of a node's {@link ObjectTransfer}; null if it has none, or is gone. */
    @Nullable String transferEndpoint(UniqueId node);

    /** The name of a node's store on this host; null if it is on another one. */
    @Nullable String neighbourName(UniqueId node);
  }

  public RemoteObjects(
      NodeContext node,
      ObjectStore store,
      Supplier<@Nullable ObjectTransfer> transfer,
      NodeAddresses addresses) {
    this.node = node;
    this.store = store;
    this.transfer = transfer;
    this.addresses = addresses;
  }

  /** Keeps an object that was made here until its owner does without it. */
  void keepFor(UniqueId owner, StoredValue value) {
    kept.put(value.bytes().object(), new Kept(owner, value));
  }

  /** All nodes that are known to have an object. */
  List<UniqueId> copiesOf(StoredBytes bytes) {
    Set<UniqueId> more = copies.getOrDefault(bytes.object(), Set.of());
    if (more.isEmpty()) {
      return bytes.locations();
    }
    List<UniqueId> all = new ArrayList<>(bytes.locations());
    if (all.isEmpty()) {
      all.add(node.id());
    }
    more.stream().filter(copy -> !all.contains(copy)).forEach(all::add);
    return all;
  }

  @Override
  public CompletableFuture<Void> fetch(StoredBytes bytes, PullPriority priority) {
    if (store.contains(bytes.object()) || isNear(bytes)) {
      return CompletableFuture.completedFuture(null);
    }
    return pull(bytes, priority);
  }

  private boolean isNear(StoredBytes bytes) {
    for (UniqueId holder : copiesOf(bytes)) {
      NeighbourObjects neighbour = neighbour(holder);
      if (neighbour != null && neighbour.find(bytes.object()) != null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable NeighbourObjects neighbour(UniqueId holder) {
    String name = addresses.neighbourName(holder);
    return name == null ? null : store.neighbour(name);
  }

  private CompletableFuture<Void> pull(StoredBytes bytes, PullPriority priority) {
    ObjectTransfer carrier = transfer.get();
    if (carrier == null) {
      return CompletableFuture.failedFuture(
          new ObjectTransferException(
              "Object "
                  + bytes.object()
                  + " lies on another node, but this one has no transfer of objects: put module"
                  + " objectstore-aeron on its class path."));
    }
    List<Holder> holders = new ArrayList<>();
    for (UniqueId holder : copiesOf(bytes)) {
      String endpoint = addresses.transferEndpoint(holder);
      if (endpoint != null) {
        holders.add(new Holder(endpoint, addresses.neighbourName(holder) != null, 0));
      }
    }
    if (holders.isEmpty()) {
      return CompletableFuture.failedFuture(
          new ObjectTransferException(
              "Object " + bytes.object() + " is lost: the nodes that had it are gone."));
    }
    return carrier.pull(bytes.object(), holders, priority).thenRun(() -> announce(bytes));
  }

  /** Tells the owner of a copy. */
  private void announce(StoredBytes bytes) {
    for (UniqueId location : bytes.locations()) {
      node.send(
          location,
          Message.newBuilder()
              .setLocationAdded(LocationAdded.newBuilder().setObject(Ids.toWire(bytes.object()))));
    }
  }

  @Override
  public <R extends @Nullable Object> R read(
      StoredBytes bytes, boolean lasting, Function<MemorySegment, R> reader) {
    ObjectId id = bytes.object();
    for (int attempt = 0; ; attempt++) {
      try {
        return lasting ? reader.apply(store.get(id)) : store.read(id, reader);
      } catch (NoSuchElementException e) {
        // Not here: it is read next door or brought here, and may be evicted again meanwhile.
      }
      for (UniqueId holder : copiesOf(bytes)) {
        NeighbourObjects neighbour = neighbour(holder);
        MemorySegment view = neighbour == null ? null : neighbour.get(id);
        if (view != null) {
          return reader.apply(view);
        }
      }
      try {
        pull(bytes, PullPriority.GET).join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof ObjectTransferException lost
            ? lost
            : new ObjectTransferException("Object " + id + " cannot be read: " + e.getCause());
      }
      if (attempt > 10) {
        throw new ObjectTransferException(
            "Object "
                + id
                + " was evicted each time before it could be read; the store is too small.");
      }
    }
  }

  @Override
  public void discard(StoredBytes bytes) {
    Message message =
        Message.newBuilder()
            .setDeleteObject(DeleteObject.newBuilder().addObjects(Ids.toWire(bytes.object())))
            .build();
    for (UniqueId holder : copiesOf(bytes)) {
      if (holder.equals(node.id())) {
        store.delete(bytes.object());
      } else {
        node.links().send(holder, message);
      }
    }
    copies.remove(bytes.object());
  }

  /** An owner does without objects that are here. */
  void onDelete(DeleteObject message) {
    message
        .getObjectsList()
        .forEach(key -> {
          ObjectId id = Ids.object(key);
          Kept known = kept.remove(id);
          if (known != null) {
            known.value.free();
          } else {
            store.delete(id);
          }
        });
  }

  void onLocationAdded(UniqueId from, LocationAdded message) {
    copies
        .computeIfAbsent(Ids.object(message.getObject()), id -> ConcurrentHashMap.newKeySet())
        .add(from);
  }

  /** A node is gone: what was kept for it goes, and it has no copies any more. */
  void nodeDown(UniqueId gone) {
    kept.forEach((id, known) -> {
      if (known.owner.equals(gone) && kept.remove(id, known)) {
        known.value.free();
      }
    });
    copies.values().forEach(holders -> holders.remove(gone));
  }

  /** How many objects this node keeps for others. */
  int kept() {
    return kept.size();
  }
}
