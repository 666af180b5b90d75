package org.akkaray.runtime.remote;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.exception.RayException;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.NeighbourObjects;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.RemoteBytes;
import org.akkaray.runtime.object.StoredObject;
import org.akkaray.runtime.object.StoredValue;
import org.akkaray.runtime.task.Blocking;
import org.akkaray.runtime.wire.DeleteObject;
import org.akkaray.runtime.wire.KeepCopy;
import org.akkaray.runtime.wire.LocateObject;
import org.akkaray.runtime.wire.LocationAdded;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.ObjectLocations;
import org.jspecify.annotations.Nullable;

/**
 * Large objects across nodes. Where this node has an object of another, made here or copied, it
 * keeps it as long as the owner wants it; where it owns one, it knows which nodes have it ({@link
 * OwnedObjects}); where it needs one, it reads it in a neighbour's memory on the same host, or has
 * it transferred into its own store ({@link ObjectPulls}). Thread-safe.
 */
public final class RemoteObjects implements RemoteBytes {
  private static final CompletableFuture<Void> NEAR = CompletableFuture.completedFuture(null);

  /** How often an object may be evicted between its arrival and its reader. */
  private static final int EVICTIONS = 10;

  private final NodeContext node;
  private final ObjectStore store;
  private final NodeAddresses addresses;
  private final OwnedObjects owned = new OwnedObjects();
  private final ObjectPulls pulls;
  private volatile Consumer<TaskId> unreachable = task -> {};

  /** What is here of other nodes' objects, as primary or as copy. */
  private final Map<ObjectId, Kept> kept = new ConcurrentHashMap<>();

  /**
   * @param value of an object that was made here; null for a copy
   */
  private record Kept(UniqueId owner, @Nullable StoredValue value) {}

  /** How other nodes' stores are reached. */
  public interface NodeAddresses {
    /**
     * The endpoint of a node's {@link ObjectTransfer}; null if it has none, is gone, or is {@link
     * #expected}.
     */
    @Nullable String transferEndpoint(UniqueId node);

    /**
     * Completes when a node is known that was not yet, or is known to be gone, or after a while;
     * null if one of the first two is so already.
     */
    @Nullable CompletableFuture<Void> expected(UniqueId node);

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
    this.addresses = addresses;
    this.pulls = new ObjectPulls(node, transfer, addresses, this::copiesOf);
  }

  /** Keeps an object that was made here until its owner does without it. */
  void keepFor(UniqueId owner, StoredValue value) {
    kept.put(value.bytes().object(), new Kept(owner, value));
  }

  /** All nodes that are known to have an object, this one by its id; never empty. */
  List<UniqueId> copiesOf(StoredBytes bytes) {
    Set<UniqueId> more = owned.copies(bytes.object());
    if (more.isEmpty() && !bytes.locations().isEmpty()) {
      return bytes.locations();
    }
    Set<UniqueId> all = new LinkedHashSet<>(bytes.locations());
    if (all.isEmpty()) {
      all.add(node.id());
    }
    all.addAll(more);
    return List.copyOf(all);
  }

  /** Whether this node's store has the whole object. */
  boolean isHere(ObjectId id) {
    StoredObject found = store.find(id);
    return found != null && found.state() != StoredObject.State.CREATED;
  }

  @Override
  public CompletableFuture<Void> fetch(StoredBytes bytes, PullPriority priority) {
    return isHere(bytes.object()) || isNear(bytes) ? NEAR : pull(bytes, priority);
  }

  private boolean isNear(StoredBytes bytes) {
    for (UniqueId holder : copiesOf(bytes)) {
      NeighbourObjects neighbour = neighbour(holder);
      StoredObject found = neighbour == null ? null : neighbour.find(bytes.object());
      if (found != null && found.state() == StoredObject.State.SEALED) {
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
    return pulls.pull(bytes, priority).thenRun(() -> announce(bytes));
  }

  /** What lies here for other nodes as the primary copy, and lies here only as far as is known. */
  List<StoredBytes> primaries() {
    List<StoredBytes> primaries = new ArrayList<>();
    kept.forEach((id, known) -> {
      StoredObject found = store.find(id);
      if (found != null && !found.isCopy() && node.knows(known.owner)) {
        primaries.add(new StoredBytes(id, found.size(), List.of(node.id()), known.owner));
      }
    });
    return primaries;
  }

  /** Brings an object here whose primary copy this one is to be. */
  CompletableFuture<Void> take(StoredBytes bytes) {
    CompletableFuture<Void> here =
        isHere(bytes.object())
            ? NEAR.thenRun(() -> announce(bytes))
            : pull(bytes, PullPriority.TASK_ARGUMENT);
    return here.thenRun(() -> store.setCopy(bytes.object(), false));
  }

  /** Tells the owner of a copy. */
  private void announce(StoredBytes bytes) {
    ObjectId id = bytes.object();
    UniqueId owner = bytes.owner();
    if (owner == null) {
      if (!owned.addCopy(id, node.id())) {
        store.delete(id); // its last reference went while it was on its way
      }
    } else if (!node.knows(owner)) {
      store.delete(id);
    } else {
      kept.putIfAbsent(id, new Kept(owner, null));
      node.send(
          owner,
          Message.newBuilder()
              .setLocationAdded(LocationAdded.newBuilder().setObject(Ids.toWire(id))));
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
      if (attempt > EVICTIONS) {
        throw new ObjectTransferException(
            "it was evicted each time before it could be read; the object store is too small.");
      }
      await(id, pull(bytes, PullPriority.GET));
    }
  }

  private static void await(ObjectId id, CompletableFuture<Void> pull) {
    try (Blocking ignored = Blocking.begin()) {
      pull.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RayException("Interrupted while waiting for the bytes of object " + id + ".", e);
    } catch (ExecutionException e) {
      throw new ObjectTransferException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public void own(StoredBytes bytes) {
    owned.add(bytes.object(), bytes.locations());
  }

  /**
   * Has somebody told of tasks whose results in other nodes' stores nobody can reach any more.
   *
   * @param flush is called on a cleaner's thread
   */
  public void tellOfUnreachable(Consumer<TaskId> flush) {
    unreachable = flush;
  }

  @Override
  public void discard(StoredBytes bytes) {
    if (!bytes.object().isPut()) {
      unreachable.accept(bytes.object().getTaskId());
    }
    Set<UniqueId> holders = new LinkedHashSet<>(bytes.locations());
    holders.addAll(owned.remove(bytes.object()));
    deleteAt(bytes.object(), holders);
  }

  /** Deletes an object of this node's own store that it owns, and its copies. */
  public void delete(ObjectId id) {
    store.delete(id);
    deleteAt(id, owned.remove(id));
  }

  /** A node has sent an object that nobody wants. */
  void refuse(StoredBytes bytes) {
    deleteAt(bytes.object(), Set.copyOf(bytes.locations()));
  }

  private void deleteAt(ObjectId id, Set<UniqueId> holders) {
    for (UniqueId holder : holders) {
      if (holder.equals(node.id())) {
        store.delete(id);
      } else {
        node.send(holder, deletion(id));
      }
    }
  }

  private static Message.Builder deletion(ObjectId id) {
    return Message.newBuilder()
        .setDeleteObject(DeleteObject.newBuilder().addObjects(Ids.toWire(id)));
  }

  /** An owner does without objects that are here. */
  void onDelete(DeleteObject message) {
    message
        .getObjectsList()
        .forEach(key -> {
          ObjectId id = Ids.object(key);
          drop(id, kept.remove(id));
        });
  }

  private void drop(ObjectId id, @Nullable Kept known) {
    if (known != null && known.value != null) {
      known.value.free();
    } else {
      store.delete(id);
    }
  }

  /** A node has a copy of an object of this one; if that is gone meanwhile, so is the copy. */
  void onLocationAdded(UniqueId from, LocationAdded message) {
    ObjectId id = Ids.object(message.getObject());
    if (!owned.addCopy(id, from)
        && !(store.contains(id) && owned.addFirstCopy(id, node.id(), from, store::contains))) {
      node.send(from, deletion(id));
    }
  }

  /** A node asks where an object of this one is. */
  void onLocate(UniqueId from, LocateObject question) {
    ObjectId id = Ids.object(question.getObject());
    ObjectLocations.Builder answer = ObjectLocations.newBuilder().setObject(question.getObject());
    Set<UniqueId> holders = new LinkedHashSet<>(owned.holders(id));
    if (holders.isEmpty() && store.contains(id)) {
      holders.add(node.id());
    }
    holders.forEach(holder -> answer.addLocations(Ids.toWire(holder)));
    node.send(from, Message.newBuilder().setObjectLocations(answer));
  }

  void onLocations(ObjectLocations answer) {
    pulls.onLocations(
        Ids.object(answer.getObject()), answer.getLocationsList().stream().map(Ids::node).toList());
  }

  /** The copy here is the last one: it must not be dropped. */
  void onKeepCopy(UniqueId from, KeepCopy message) {
    ObjectId id = Ids.object(message.getObject());
    if (store.setCopy(id, false)) {
      kept.putIfAbsent(id, new Kept(from, null));
    }
  }

  /** A node is gone: what was kept for it goes, and it has no copies any more. */
  void nodeDown(UniqueId gone) {
    kept.forEach((id, known) -> {
      if (known.owner.equals(gone) && kept.remove(id, known)) {
        drop(id, known);
      }
    });
    owned.nodeDown(gone, this::promote);
    pulls.nodeDown(gone);
  }

  /** The primary copy was lost: another one takes its place. */
  private void promote(ObjectId id, UniqueId holder) {
    if (holder.equals(node.id())) {
      store.setCopy(id, false);
    } else {
      node.send(
          holder,
          Message.newBuilder().setKeepCopy(KeepCopy.newBuilder().setObject(Ids.toWire(id))));
    }
  }

  /** How many objects of other nodes are here, those included that were evicted meanwhile. */
  int kept() {
    return kept.size();
  }
}
