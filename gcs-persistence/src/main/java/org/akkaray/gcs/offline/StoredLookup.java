package org.akkaray.gcs.offline;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.shard.EventForm;
import org.akkaray.gcs.shard.KeyHash;
import org.akkaray.gcs.shard.ShardState;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.runtime.gcs.ControlStoreException;

/** Finds one row as its shard would: by the index of the latest snapshot and the events since. */
final class StoredLookup {
  private static final int EVENTS = 32;

  private StoredLookup() {}

  static <K, R> Optional<R> find(Journal journal, RowSchema<K, R> schema, K key, int shards)
      throws SQLException {
    ByteString written = schema.writeKey(key);
    String id = Journal.persistenceId(schema.table() + "-" + KeyHash.shard(written, shards));
    long version = state(journal, id).version(written);
    if (version == 0) {
      return Optional.empty();
    }
    return journal
        .event(id, version)
        .flatMap(event ->
            StoredScan.event(id, event).getWrittenList().stream()
                .filter(row -> row.getKey().equals(written))
                .findFirst())
        .map(row -> read(schema, key, row));
  }

  private static ShardState state(Journal journal, String id) throws SQLException {
    ShardState state =
        journal
            .snapshot(id)
            .map(snapshot ->
                ShardState.of(
                    EventForm.readSnapshot(
                        snapshot.payload(), snapshot.manifest(), "the snapshot of " + id)))
            .orElseGet(ShardState::new);
    List<Journal.StoredEvent> events;
    do {
      events = journal.events(id, state.sequence() + 1, EVENTS);
      for (Journal.StoredEvent event : events) {
        state.apply(StoredScan.event(id, event));
      }
    } while (events.size() == EVENTS);
    return state;
  }

  private static <K, R> R read(RowSchema<K, R> schema, K key, Row row) {
    try {
      return schema.read(key, row.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new ControlStoreException("The row of " + key + " cannot be read", e);
    }
  }
}
