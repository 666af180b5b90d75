package org.akkaray.gcs.table;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.akkaray.runtime.gcs.Subscription;

/** Opens a node's subscriptions: an actor each. Thread-safe. */
final class Subscriptions {
  private final ActorSystem<?> system;
  private final Shards shards;
  private final AtomicLong number = new AtomicLong();

  Subscriptions(ActorSystem<?> system, Shards shards) {
    this.system = system;
    this.shards = shards;
  }

  /**
   * What happened to a row.
   *
   * @param value empty if it was deleted
   */
  record Change(ByteString key, Optional<ByteString> value) {}

  /**
   * @param keys empty for all
   */
  Subscription open(
      String table, List<Integer> itsShards, List<ByteString> keys, Consumer<Change> listener) {
    ActorRef<Subscriber.Command> subscriber =
        system.systemActorOf(
            Subscriber.create(table, itsShards, keys, listener, shards),
            "ray-gcs-subscriber-" + number.incrementAndGet(),
            Props.empty());
    return () -> subscriber.tell(Subscriber.Close.NOW);
  }
}
