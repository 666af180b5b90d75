package org.akkaray.gcs.table;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.akkaray.gcs.shard.ShardCommand;
import org.akkaray.gcs.shard.ShardReply;
import org.akkaray.gcs.shard.wire.Row;

/**
 * Hears of changes for a listener. It subscribes again every few seconds, since a shard forgets its
 * subscribers when it moves; the shard then tells how the keys' rows are now, so that no change of
 * a single key is missed for longer.
 */
final class Subscriber extends AbstractBehavior<Subscriber.Command> {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** What it is told. */
  sealed interface Command {}

  /** The end. */
  enum Close implements Command {
    NOW
  }

  private enum Renew implements Command {
    NOW
  }

  private record Told(ShardReply.Told told) implements Command {}

  private final String table;
  private final List<Integer> itsShards;
  private final List<ByteString> keys;
  private final Consumer<Subscriptions.Change> listener;
  private final Shards shards;
  private final ActorRef<ShardReply.Told> self;

  /** Of the keys that were asked for: the version that was told last, negative if deleted. */
  private final Map<ByteString, Long> told = new HashMap<>();

  private Subscriber(
      ActorContext<Command> context,
      String table,
      List<Integer> itsShards,
      List<ByteString> keys,
      Consumer<Subscriptions.Change> listener,
      Shards shards) {
    super(context);
    this.table = table;
    this.itsShards = itsShards;
    this.keys = keys;
    this.listener = listener;
    this.shards = shards;
    this.self = context.messageAdapter(ShardReply.Told.class, Told::new);
  }

  static Behavior<Command> create(
      String table,
      List<Integer> itsShards,
      List<ByteString> keys,
      Consumer<Subscriptions.Change> listener,
      Shards shards) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Renew.NOW, AGAIN);
          Subscriber subscriber = new Subscriber(context, table, itsShards, keys, listener, shards);
          subscriber.subscribe();
          return subscriber;
        }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Told.class, message -> onTold(message.told()))
        .onMessage(Renew.class, renew -> subscribe())
        .onMessage(Close.class, close -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> subscribe() {
    for (int shard : itsShards) {
      shards.ref(table, shard).tell(new ShardCommand.Subscribe(keys, self));
    }
    return this;
  }

  private Behavior<Command> onTold(ShardReply.Told message) {
    for (Row row : message.written()) {
      tell(row.getKey(), Optional.of(row.getValue()), message.version());
    }
    for (ByteString key : message.deleted()) {
      tell(key, Optional.empty(), message.version());
    }
    return this;
  }

  private void tell(ByteString key, Optional<ByteString> value, long version) {
    if (!keys.isEmpty()) {
      long before = told.getOrDefault(key, -0L);
      boolean isDeleted = value.isEmpty();
      boolean isKnown = isDeleted ? before <= 0 : Math.abs(before) >= version;
      if (isKnown || Math.abs(before) > version) {
        return;
      }
      told.put(key, isDeleted ? -version : version);
    }
    try {
      listener.accept(new Subscriptions.Change(key, value));
    } catch (RuntimeException e) {
      getContext().getLog().warn("A listener of table {} failed", table, e);
    }
  }
}
