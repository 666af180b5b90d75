package org.akkaray.gcs.shard;

import akka.actor.typed.javadsl.ActorContext;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.akkaray.gcs.shard.ShardCommand.Read;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.jspecify.annotations.Nullable;

/**
 * A shard's answers to those who only look. Runs on the shard's thread; what has to be read from
 * the database is read on the readers' threads.
 */
final class ShardReads {
  /** An event that was deleted meanwhile had no row that counts: the index now says another. */
  private static final int ATTEMPTS = 5;

  /**
   * How many bytes of rows an answer has at most, unless it is one row, so that it fits a message.
   */
  private static final int BYTES = 150_000;

  private final ActorContext<ShardCommand> context;
  private final TableShard.Settings settings;
  private final String persistenceId;
  private final Subscribers subscribers;
  private final List<Read> waiting = new ArrayList<>();
  private @Nullable ShardState served;
  private @Nullable RowsChanged writing;

  ShardReads(
      ActorContext<ShardCommand> context,
      TableShard.Settings settings,
      String persistenceId,
      Subscribers subscribers) {
    this.context = context;
    this.settings = settings;
    this.persistenceId = persistenceId;
    this.subscribers = subscribers;
  }

  /** From now on this state, which is complete, is what answers come from. */
  void serve(ShardState state) {
    served = state;
  }

  /** The state is not to be used any more. */
  void stop() {
    served = null;
    writing = null;
    waiting.clear(); // who asked asks again
  }

  /**
   * An event is on its way to the database. The state has it from now on, since Akka applies events
   * before it writes them; who asks for what it changes waits until it is durable.
   */
  void writing(RowsChanged event) {
    writing = event;
  }

  /** It is durable. */
  void written(ShardState state) {
    writing = null;
    List<Read> ready = List.copyOf(waiting);
    waiting.clear();
    ready.forEach(read -> handle(read, state));
  }

  private boolean mustWait(Read read) {
    RowsChanged event = writing;
    return event != null
        && switch (read) {
          case ShardCommand.Get get -> changesAny(event, get.keys());
          case ShardCommand.GetAgain again -> changesAny(event, again.get().keys());
          case ShardCommand.Subscribe subscribe -> changesAny(event, subscribe.keys());
          case ShardCommand.Scan scan -> scan.before() == 0;
          case ShardCommand.ScanRead scanned -> false;
        };
  }

  private static boolean changesAny(RowsChanged event, List<ByteString> keys) {
    return event.getWrittenList().stream().anyMatch(row -> keys.contains(row.getKey()))
        || event.getDeletedList().stream().anyMatch(keys::contains);
  }

  /** Null while the shard recovers. */
  @Nullable ShardState served() {
    return served;
  }

  void handle(Read read, ShardState state) {
    if (mustWait(read)) {
      waiting.add(read);
      return;
    }
    switch (read) {
      case ShardCommand.Get get -> onGet(get, 1, state);
      case ShardCommand.GetAgain again -> onGet(again.get(), again.attempt(), state);
      case ShardCommand.Scan scan -> {
        ScanProgress progress = new ScanProgress(scan, settings.filter().of(scan.query()));
        goOn(progress, state);
      }
      case ShardCommand.ScanRead scanned -> onScanRead(scanned, state);
      case ShardCommand.Subscribe subscribe -> onSubscribe(subscribe, state);
    }
  }

  private void onGet(ShardCommand.Get get, int attempt, ShardState state) {
    Map<ByteString, Long> events = events(get.keys(), state);
    Map<Long, StoredRows> cached = new LinkedHashMap<>();
    for (long event : events.values()) {
      Optional<StoredRows> rows = settings.reader().cached(persistenceId, event);
      if (rows.isEmpty()) {
        settings.reader().run(() -> read(get, attempt, events));
        return;
      }
      cached.put(event, rows.get());
    }
    answer(get, events, cached);
  }

  private static Map<ByteString, Long> events(List<ByteString> keys, ShardState state) {
    Map<ByteString, Long> events = new LinkedHashMap<>();
    for (ByteString key : keys) {
      long event = state.version(key);
      if (event != 0) {
        events.put(key, event);
      }
    }
    return events;
  }

  private void read(ShardCommand.Get get, int attempt, Map<ByteString, Long> events) {
    try {
      Map<Long, StoredRows> read = new LinkedHashMap<>();
      for (long event : events.values()) {
        if (!read.containsKey(event)) {
          Optional<StoredRows> rows = settings.reader().read(persistenceId, event);
          if (rows.isEmpty() && attempt < ATTEMPTS) {
            context.getSelf().tell(new ShardCommand.GetAgain(get, attempt + 1));
            return;
          }
          read.put(
              event,
              rows.orElseThrow(() ->
                  new IllegalStateException(
                      "event " + event + " of " + persistenceId + " is missing")));
        }
      }
      answer(get, events, read);
    } catch (Exception e) {
      get.replyTo().tell(failure(e));
    }
  }

  private static void answer(
      ShardCommand.Get get, Map<ByteString, Long> events, Map<Long, StoredRows> rows) {
    List<Row> found = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    int bytes = 0;
    int answered = 0;
    for (ByteString key : get.keys()) {
      Long event = events.get(key);
      // Empty also if the event has another key with the same hash.
      Optional<Row> row = event == null ? Optional.empty() : rows.get(event).find(key);
      if (row.isPresent()) {
        bytes += row.get().getSerializedSize();
        if (bytes > BYTES && !found.isEmpty()) {
          break;
        }
        found.add(row.get());
        versions.add(event);
      }
      answered++;
    }
    get.replyTo().tell(new ShardReply.Rows(found, versions, answered, ""));
  }

  private void goOn(ScanProgress progress, ShardState state) {
    List<Long> events = progress.next(state);
    if (events.isEmpty()) {
      progress.scan().replyTo().tell(progress.reply(true));
      return;
    }
    settings
        .reader()
        .run(() -> {
          ScanProgress.Page page = null;
          Throwable failure = null;
          try {
            page = progress.read(events, persistenceId, settings.reader());
          } catch (Exception e) {
            failure = e;
          }
          context.getSelf().tell(new ShardCommand.ScanRead(progress, page, failure));
        });
  }

  private void onScanRead(ShardCommand.ScanRead scanned, ShardState state) {
    ScanProgress.Page page = scanned.page();
    if (page == null) {
      scanned.progress().scan().replyTo().tell(failure(scanned.failure()));
    } else if (scanned.progress().add(page, state)) {
      scanned.progress().scan().replyTo().tell(scanned.progress().reply(false));
    } else {
      goOn(scanned.progress(), state);
    }
  }

  private void onSubscribe(ShardCommand.Subscribe subscribe, ShardState state) {
    subscribers.add(subscribe.subscriber(), subscribe.keys());
    Map<ByteString, Long> events = events(subscribe.keys(), state);
    List<ByteString> absent =
        subscribe.keys().stream().filter(key -> !events.containsKey(key)).toList();
    if (!absent.isEmpty()) {
      subscribe.subscriber().tell(new ShardReply.Told(state.sequence(), List.of(), absent));
    }
    if (!events.isEmpty()) {
      settings.reader().run(() -> tellNow(subscribe, events));
    }
  }

  private void tellNow(ShardCommand.Subscribe subscribe, Map<ByteString, Long> events) {
    events.forEach((key, event) -> {
      try {
        settings
            .reader()
            .read(persistenceId, event)
            .flatMap(rows -> rows.find(key))
            .ifPresent(row ->
                subscribe.subscriber().tell(new ShardReply.Told(event, List.of(row), List.of())));
      } catch (Exception e) {
        // The subscriber asks again in some seconds.
        context.getSystem().log().debug("A subscriber of {} is not told yet", persistenceId, e);
      }
    });
  }

  private static ShardReply.Rows failure(@Nullable Throwable e) {
    return new ShardReply.Rows(List.of(), List.of(), 0, String.valueOf(e));
  }
}
