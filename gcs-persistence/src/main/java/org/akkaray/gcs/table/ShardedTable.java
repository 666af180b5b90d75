package org.akkaray.gcs.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.shard.KeyHash;
import org.akkaray.gcs.shard.ShardCommand;
import org.akkaray.gcs.shard.ShardReply;
import org.akkaray.gcs.shard.wire.Change;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.akkaray.runtime.gcs.Subscription;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TableListener;
import org.akkaray.runtime.gcs.TableQuery;

/**
 * A table over its shards, from one node.
 *
 * @param <K> the keys
 * @param <R> the records
 */
final class ShardedTable<K, R> implements Table<K, R> {
  /** What fits a message of Akka's default size, with room to spare. */
  private static final int ROW_LIMIT = 200_000;

  /** How many keys are asked for in one message. */
  private static final int KEYS = 256;

  private final RowSchema<K, R> schema;
  private final Shards shards;
  private final Subscriptions subscriptions;
  private final List<ShardQueue> queues;

  ShardedTable(RowSchema<K, R> schema, Shards shards, Subscriptions subscriptions) {
    this.schema = schema;
    this.shards = shards;
    this.subscriptions = subscriptions;
    this.queues =
        IntStream.range(0, shards.count())
            .mapToObj(shard ->
                new ShardQueue(changes ->
                    shards.ask(
                        schema.table(),
                        shard,
                        replyTo -> new ShardCommand.Apply(changes, replyTo))))
            .toList();
  }

  private record Versioned<R>(R row, long version, ByteString written) {}

  @Override
  public CompletionStage<Void> put(R row) {
    return apply(change(row, Change.Kind.PUT, 0)).thenApply(outcome -> null);
  }

  @Override
  public CompletionStage<Void> putAll(Collection<? extends R> rows) {
    return applyAll(rows.stream().map(row -> change(row, Change.Kind.PUT, 0)).toList());
  }

  @Override
  public CompletionStage<Void> deleteAll(Collection<? extends K> keys) {
    return applyAll(
        keys.stream()
            .map(key ->
                Change.newBuilder()
                    .setKind(Change.Kind.DELETE)
                    .setKey(schema.writeKey(key))
                    .build())
            .toList());
  }

  @Override
  public CompletionStage<Optional<R>> putIfAbsent(R row) {
    Change change = change(row, Change.Kind.PUT_IF_ABSENT, 0);
    return apply(change)
        .thenComposeAsync(
            outcome ->
                outcome.made()
                    ? CompletableFuture.completedStage(Optional.<R>empty())
                    : existing(row, change),
            shards.executor());
  }

  private CompletionStage<Optional<R>> existing(R row, Change change) {
    return find(schema.key(row))
        .thenComposeAsync(
            found -> {
              if (found.isEmpty()) {
                return putIfAbsent(row); // deleted meanwhile
              }
              // An attempt whose answer was lost may have written this very row.
              boolean isOurs = found.get().written().equals(change.getValue());
              return CompletableFuture.completedStage(
                  isOurs ? Optional.empty() : Optional.of(found.get().row()));
            },
            shards.executor());
  }

  @Override
  public CompletionStage<Optional<R>> update(K key, UnaryOperator<R> change) {
    return find(key)
        .thenComposeAsync(
            found -> {
              if (found.isEmpty()) {
                return CompletableFuture.completedStage(Optional.<R>empty());
              }
              R changed = change.apply(found.get().row());
              if (changed == found.get().row()) {
                return CompletableFuture.completedStage(Optional.of(changed));
              }
              return apply(change(changed, Change.Kind.REPLACE, found.get().version()))
                  .thenComposeAsync(
                      outcome ->
                          outcome.made()
                              ? CompletableFuture.completedStage(Optional.of(changed))
                              : update(key, change),
                      shards.executor());
            },
            shards.executor());
  }

  @Override
  public CompletionStage<Boolean> deleteIf(K key, Predicate<R> condition) {
    return find(key)
        .thenComposeAsync(
            found -> {
              if (found.isEmpty() || !condition.test(found.get().row())) {
                return CompletableFuture.completedStage(false);
              }
              Change delete =
                  Change.newBuilder()
                      .setKind(Change.Kind.DELETE)
                      .setKey(schema.writeKey(key))
                      .setVersion(found.get().version())
                      .build();
              return apply(delete)
                  .thenComposeAsync(
                      outcome ->
                          outcome.made()
                              ? CompletableFuture.completedStage(true)
                              : deleteIf(key, condition),
                      shards.executor());
            },
            shards.executor());
  }

  @Override
  public CompletionStage<Optional<R>> get(K key) {
    return find(key).thenApply(found -> found.map(Versioned::row));
  }

  private CompletionStage<Optional<Versioned<R>>> find(K key) {
    ByteString written = schema.writeKey(key);
    return shards
        .<ShardReply.Rows>ask(
            schema.table(),
            shard(written),
            replyTo -> new ShardCommand.Get(List.of(written), replyTo))
        .thenApply(reply ->
            reply.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Versioned<>(
                        read(reply.rows().getFirst()),
                        reply.versions().getFirst(),
                        reply.rows().getFirst().getValue())));
  }

  @Override
  public CompletionStage<Map<K, R>> getAll(Collection<? extends K> keys) {
    Map<Integer, List<ByteString>> byShard = new HashMap<>();
    for (K key : keys) {
      ByteString written = schema.writeKey(key);
      byShard.computeIfAbsent(shard(written), any -> new ArrayList<>()).add(written);
    }
    List<CompletableFuture<Map<K, R>>> parts =
        byShard.entrySet().stream()
            .map(each -> getAll(each.getKey(), each.getValue(), new HashMap<>()))
            .toList();
    return all(parts)
        .thenApply(done -> {
          Map<K, R> found = new HashMap<>();
          parts.forEach(part -> found.putAll(part.join()));
          return found;
        });
  }

  private CompletableFuture<Map<K, R>> getAll(int shard, List<ByteString> keys, Map<K, R> found) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(found);
    }
    List<ByteString> some = List.copyOf(keys.subList(0, Math.min(keys.size(), KEYS)));
    return shards
        .<ShardReply.Rows>ask(schema.table(), shard, replyTo -> new ShardCommand.Get(some, replyTo))
        .thenComposeAsync(
            reply -> {
              reply.rows().forEach(row -> found.put(schema.readKey(row.getKey()), read(row)));
              return getAll(shard, keys.subList((int) reply.next(), keys.size()), found);
            },
            shards.executor())
        .toCompletableFuture();
  }

  @Override
  public CompletionStage<List<R>> scan(TableQuery query) {
    List<CompletableFuture<List<R>>> parts =
        IntStream.range(0, shards.count())
            .mapToObj(shard -> scan(shard, query, 0, new ArrayList<>()))
            .toList();
    return all(parts)
        .thenApply(done ->
            parts.stream().flatMap(part -> part.join().stream()).limit(query.limit()).toList());
  }

  private CompletableFuture<List<R>> scan(int shard, TableQuery query, long before, List<R> found) {
    TableQuery rest = new TableQuery(query.conditions(), query.limit() - found.size());
    return shards
        .<ShardReply.Rows>ask(
            schema.table(), shard, replyTo -> new ShardCommand.Scan(rest, before, replyTo))
        .thenComposeAsync(
            reply -> {
              reply.rows().forEach(row -> found.add(read(row)));
              return reply.next() == 0 || found.size() >= query.limit()
                  ? CompletableFuture.completedFuture(found)
                  : scan(shard, query, reply.next(), found);
            },
            shards.executor())
        .toCompletableFuture();
  }

  @Override
  public Subscription subscribe(K key, TableListener<K, R> listener) {
    ByteString written = schema.writeKey(key);
    return subscriptions.open(
        schema.table(),
        List.of(shard(written)),
        List.of(written),
        told -> listener.changed(key, told.value().map(value -> read(written, value))));
  }

  @Override
  public Subscription subscribeAll(TableListener<K, R> listener) {
    return subscriptions.open(
        schema.table(),
        IntStream.range(0, shards.count()).boxed().toList(),
        List.of(),
        told ->
            listener.changed(
                schema.readKey(told.key()), told.value().map(value -> read(told.key(), value))));
  }

  private Change change(R row, Change.Kind kind, long version) {
    ByteString value = schema.write(row);
    if (value.size() > ROW_LIMIT) {
      throw OptionRules.bad(
          "row of table " + schema.table(),
          "must have at most " + ROW_LIMIT + " bytes",
          schema.key(row) + " with " + value.size());
    }
    return Change.newBuilder()
        .setKind(kind)
        .setKey(schema.writeKey(schema.key(row)))
        .setValue(value)
        .setVersion(version)
        .build();
  }

  private CompletionStage<ShardQueue.Outcome> apply(Change change) {
    return queues
        .get(shard(change.getKey()))
        .add(List.of(change))
        .thenApply(outcomes -> outcomes.getFirst());
  }

  /** In groups that make an event each. */
  private CompletionStage<Void> applyAll(List<Change> changes) {
    Map<Integer, List<Change>> byShard = new HashMap<>();
    for (Change change : changes) {
      byShard.computeIfAbsent(shard(change.getKey()), any -> new ArrayList<>()).add(change);
    }
    List<CompletableFuture<List<ShardQueue.Outcome>>> parts = new ArrayList<>();
    byShard.forEach(
        (shard, its) -> groups(its).forEach(group -> parts.add(add(queues.get(shard), group))));
    return all(parts);
  }

  private static CompletableFuture<List<ShardQueue.Outcome>> add(
      ShardQueue queue, List<Change> group) {
    return queue.add(group).toCompletableFuture();
  }

  private static List<List<Change>> groups(List<Change> changes) {
    List<List<Change>> groups = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < changes.size(); i++) {
      int more = ShardQueue.size(changes.subList(i, i + 1));
      if (i > from && bytes + more > ShardQueue.BYTES) {
        groups.add(changes.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    if (from < changes.size()) {
      groups.add(changes.subList(from, changes.size()));
    }
    return groups;
  }

  private static <T> CompletableFuture<Void> all(List<CompletableFuture<T>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
  }

  private int shard(ByteString key) {
    return KeyHash.shard(key, shards.count());
  }

  private R read(Row row) {
    return read(row.getKey(), row.getValue());
  }

  private R read(ByteString key, ByteString value) {
    try {
      return schema.read(schema.readKey(key), value);
    } catch (InvalidProtocolBufferException e) {
      throw new ControlStoreException(
          "A row of table " + schema.table() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
