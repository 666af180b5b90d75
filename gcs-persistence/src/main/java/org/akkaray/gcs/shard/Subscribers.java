package org.akkaray.gcs.shard;

import akka.actor.typed.ActorRef;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;

/**
 * Who wants to hear of a shard's changes. Soft state: who does not say so again is dropped. Not
 * thread-safe.
 */
final class Subscribers {
  /** How long a subscription holds. */
  static final Duration LIFE = Duration.ofSeconds(20);

  private static final class Interest {
    private Set<ByteString> keys = Set.of(); // empty: all
    private long until;
  }

  private final Map<ActorRef<ShardReply.Told>, Interest> interests = new HashMap<>();
  private final LongSupplier nanoTime;

  Subscribers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void add(ActorRef<ShardReply.Told> subscriber, List<ByteString> keys) {
    Interest interest = interests.computeIfAbsent(subscriber, any -> new Interest());
    interest.keys = Set.copyOf(keys);
    interest.until = nanoTime.getAsLong() + LIFE.toNanos();
  }

  void tell(RowsChanged event, long version) {
    long now = nanoTime.getAsLong();
    Iterator<Map.Entry<ActorRef<ShardReply.Told>, Interest>> all = interests.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ActorRef<ShardReply.Told>, Interest> each = all.next();
      if (each.getValue().until - now < 0) {
        all.remove();
      } else {
        tell(each.getKey(), each.getValue().keys, event, version);
      }
    }
  }

  private static void tell(
      ActorRef<ShardReply.Told> subscriber, Set<ByteString> keys, RowsChanged event, long version) {
    Predicate<ByteString> wanted = key -> keys.isEmpty() || keys.contains(key);
    List<Row> written =
        event.getWrittenList().stream().filter(row -> wanted.test(row.getKey())).toList();
    List<ByteString> deleted = event.getDeletedList().stream().filter(wanted).toList();
    if (!written.isEmpty() || !deleted.isEmpty()) {
      subscriber.tell(new ShardReply.Told(version, written, deleted));
    }
  }
}
