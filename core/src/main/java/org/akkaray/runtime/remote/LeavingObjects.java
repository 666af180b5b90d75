package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.wire.CopyObject;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.ObjectCopied;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the large objects of a node that leaves, which others own, lie on other nodes: those pull
 * them and tell their owners. Thread-safe.
 */
final class LeavingObjects {
  private static final Logger log = LoggerFactory.getLogger(LeavingObjects.class);

  private final NodeContext node;
  private final RemoteObjects objects;
  private final Supplier<List<UniqueId>> others;
  private final Map<ObjectId, Copy> copies = new ConcurrentHashMap<>();

  private record Copy(UniqueId at, CompletableFuture<Void> done) {}

  /**
   * @param others nodes that stay
   */
  LeavingObjects(NodeContext node, RemoteObjects objects, Supplier<List<UniqueId>> others) {
    this.node = node;
    this.objects = objects;
    this.others = others;
  }

  /**
   * Waits until others have what only this node had.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether they do
   */
  boolean drain(long deadline) throws InterruptedException {
    List<UniqueId> staying = others.get();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (StoredBytes bytes : objects.primaries()) {
      UniqueId target = target(bytes, staying, all.size());
      if (target != null) {
        Copy copy = new Copy(target, new CompletableFuture<>());
        copies.put(bytes.object(), copy);
        all.add(copy.done);
        node.send(
            target,
            Message.newBuilder()
                .setCopyObject(
                    CopyObject.newBuilder()
                        .setObject(Ids.toWire(bytes.object()))
                        .setSize(bytes.size())
                        .setOwner(Ids.toWire(bytes.owner()))));
        node.links().flush(target);
        if (!node.knows(target)) {
          nodeDown(target);
        }
      }
    }
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where an object goes: to one of the nodes in turn, or, if there is none, to its owner. */
  private @Nullable UniqueId target(StoredBytes bytes, List<UniqueId> staying, int turn) {
    return staying.isEmpty() ? bytes.owner() : staying.get(turn % staying.size());
  }

  /** A node that leaves has an object that is to lie here. */
  void onCopy(UniqueId from, CopyObject message) {
    UniqueId owner = Ids.node(message.getOwner());
    StoredBytes bytes =
        new StoredBytes(
            Ids.object(message.getObject()),
            message.getSize(),
            List.of(from),
            owner.equals(node.id()) ? null : owner);
    objects
        .take(bytes)
        .whenComplete((nothing, failure) -> {
          if (failure != null) {
            log.warn(
                "Object {} of node {}, which leaves, could not be copied here: {}",
                bytes.object(),
                from,
                failure.getMessage());
          }
          node.send(
              from,
              Message.newBuilder()
                  .setObjectCopied(ObjectCopied.newBuilder().setObject(message.getObject())));
          node.links().flush(from);
        });
  }

  /** A node has a copy, or could not get it. */
  void onCopied(ObjectCopied message) {
    Copy copy = copies.remove(Ids.object(message.getObject()));
    if (copy != null) {
      copy.done.complete(null);
    }
  }

  /** A node is gone, and answers no more. */
  void nodeDown(UniqueId gone) {
    copies.values().stream()
        .filter(copy -> copy.at.equals(gone))
        .forEach(copy -> copy.done.complete(null));
  }
}
