package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.wire.LocateObject;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Has objects transferred here. If those that were said to have an object have it no more, its
 * owner is asked once who does. Thread-safe.
 */
final class ObjectPulls {
  private final NodeContext node;
  private final Supplier<@Nullable ObjectTransfer> transfer;
  private final RemoteObjects.NodeAddresses addresses;
  private final Function<StoredBytes, List<UniqueId>> holders;
  private final Map<ObjectId, Question> questions = new ConcurrentHashMap<>();

  private record Question(UniqueId owner, CompletableFuture<List<UniqueId>> answer) {}

  /**
   * @param holders the nodes that are known here to have an object
   */
  ObjectPulls(
      NodeContext node,
      Supplier<@Nullable ObjectTransfer> transfer,
      RemoteObjects.NodeAddresses addresses,
      Function<StoredBytes, List<UniqueId>> holders) {
    this.node = node;
    this.transfer = transfer;
    this.addresses = addresses;
    this.holders = holders;
  }

  /**
   * Brings an object here.
   *
   * @return fails with {@link ObjectTransferException} if nobody has it
   */
  CompletableFuture<Void> pull(StoredBytes bytes, PullPriority priority) {
    List<UniqueId> known = holders.apply(bytes);
    return pullFrom(known, bytes, priority)
        .exceptionallyCompose(failure ->
            locate(bytes)
                .thenCompose(now -> {
                  Set<UniqueId> others = new LinkedHashSet<>(now);
                  known.forEach(others::remove);
                  return others.isEmpty()
                      ? CompletableFuture.failedFuture(failure)
                      : pullFrom(others, bytes, priority);
                }));
  }

  private CompletableFuture<Void> pullFrom(
      Iterable<UniqueId> nodes, StoredBytes bytes, PullPriority priority) {
    ObjectTransfer carrier = transfer.get();
    if (carrier == null) {
      return CompletableFuture.failedFuture(
          new ObjectTransferException(
              "it lies on another node, but this one has no transfer of objects: put module"
                  + " objectstore-aeron on its class path."));
    }
    List<Holder> reachable = reachable(nodes);
    if (!reachable.isEmpty()) {
      return carrier.pull(bytes.object(), reachable, priority);
    }
    // A holder that has just joined may be heard of before membership tells how to reach it.
    return allKnown(nodes)
        .thenCompose(known -> {
          List<Holder> now = reachable(nodes);
          return now.isEmpty()
              ? CompletableFuture.failedFuture(new ObjectTransferException(whyGone(nodes, bytes)))
              : carrier.pull(bytes.object(), now, priority);
        });
  }

  private List<Holder> reachable(Iterable<UniqueId> nodes) {
    List<Holder> reachable = new ArrayList<>();
    for (UniqueId holder : nodes) {
      String endpoint = addresses.transferEndpoint(holder);
      if (endpoint != null) {
        reachable.add(new Holder(endpoint, addresses.neighbourName(holder) != null, 0));
      }
    }
    return reachable;
  }

  private CompletableFuture<Void> allKnown(Iterable<UniqueId> nodes) {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (UniqueId holder : nodes) {
      CompletableFuture<Void> expected =
          holder.equals(node.id()) ? null : addresses.expected(holder);
      if (expected != null) {
        all = CompletableFuture.allOf(all, expected);
      }
    }
    return all;
  }

  private String whyGone(Iterable<UniqueId> nodes, StoredBytes bytes) {
    UniqueId owner = bytes.owner();
    return owner != null && !owner.equals(node.id()) && !node.knows(owner)
        ? "its owner, node " + owner + ", is gone, and with it the object."
        : "the nodes that had its bytes are gone: " + nodes + ".";
  }

  private CompletableFuture<List<UniqueId>> locate(StoredBytes bytes) {
    UniqueId owner = bytes.owner();
    if (owner == null || owner.equals(node.id())) {
      return CompletableFuture.completedFuture(holders.apply(bytes));
    }
    Question question =
        questions.computeIfAbsent(
            bytes.object(), id -> new Question(owner, new CompletableFuture<>()));
    node.send(
        owner,
        Message.newBuilder()
            .setLocateObject(LocateObject.newBuilder().setObject(Ids.toWire(bytes.object()))));
    if (!node.knows(owner)) {
      onLocations(bytes.object(), List.of());
    }
    return question.answer;
  }

  void onLocations(ObjectId id, List<UniqueId> locations) {
    Question question = questions.remove(id);
    if (question != null) {
      question.answer.complete(locations);
    }
  }

  /** A node is gone, and answers no questions. */
  void nodeDown(UniqueId gone) {
    questions.forEach((id, question) -> {
      if (question.owner.equals(gone)) {
        onLocations(id, List.of());
      }
    });
  }
}
