package org.akkaray.gcs.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.akkaray.gcs.shard.ShardReply;
import org.akkaray.gcs.shard.wire.Change;
import org.jspecify.annotations.Nullable;

/**
 * A node's changes for one shard: while some are on their way, others gather, and go as one event
 * (group commit without a timer). One request at a time, so that changes stay in order when a
 * request is tried again. Guarded by its monitor.
 */
final class ShardQueue {
  /** How many bytes of changes go as one, unless one change has more. */
  static final int BYTES = 64 << 10;

  /** What became of some changes. */
  private record Group(List<Change> changes, CompletableFuture<List<Outcome>> done) {}

  /**
   * What became of a change.
   *
   * @param version the row's if it was not made
   */
  record Outcome(boolean made, long version) {}

  private final Function<List<Change>, CompletionStage<ShardReply.Applied>> shard;
  private final Queue<Group> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * @param shard sends changes, and tries again until it gives up
   */
  ShardQueue(Function<List<Change>, CompletionStage<ShardReply.Applied>> shard) {
    this.shard = shard;
  }

  /** Adds changes, which stay together. */
  CompletionStage<List<Outcome>> add(List<Change> changes) {
    Group group = new Group(changes, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(group);
      if (busy) {
        return group.done;
      }
      busy = true;
    }
    sendNext();
    return group.done;
  }

  private void sendNext() {
    List<Group> groups = take();
    if (groups.isEmpty()) {
      return;
    }
    List<Change> changes =
        groups.size() == 1 ? groups.getFirst().changes : new ArrayList<>(together(groups));
    shard.apply(changes).whenComplete((reply, failure) -> answered(groups, reply, failure));
  }

  private static List<Change> together(List<Group> groups) {
    return groups.stream().flatMap(group -> group.changes.stream()).toList();
  }

  private synchronized List<Group> take() {
    List<Group> taken = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty()) {
      int more = size(waiting.peek().changes);
      if (!taken.isEmpty() && bytes + more > BYTES) {
        break;
      }
      taken.add(waiting.remove());
      bytes += more;
    }
    busy = !taken.isEmpty();
    return taken;
  }

  static int size(List<Change> changes) {
    int bytes = 0;
    for (Change change : changes) {
      bytes += change.getKey().size() + change.getValue().size();
    }
    return bytes;
  }

  private void answered(
      List<Group> groups, ShardReply.@Nullable Applied reply, @Nullable Throwable failure) {
    // First the next, then those who may add more.
    sendNext();
    int at = 0;
    for (Group group : groups) {
      if (reply == null) {
        group.done.completeExceptionally(failure);
        continue;
      }
      List<Outcome> outcomes = new ArrayList<>(group.changes.size());
      for (int i = 0; i < group.changes.size(); i++, at++) {
        outcomes.add(new Outcome(reply.made().get(at), reply.versions().get(at)));
      }
      group.done.complete(outcomes);
    }
  }
}
