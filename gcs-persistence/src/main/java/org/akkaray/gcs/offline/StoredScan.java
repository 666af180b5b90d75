package org.akkaray.gcs.offline;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.collections.LongHashSet;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.shard.EventForm;
import org.akkaray.gcs.shard.KeyHash;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.akkaray.runtime.gcs.TableQuery;

/**
 * Goes through the journals of a table's shards from the end: what stands there first of a key is
 * how it is now. No index is needed, and a scan with a limit reads only the newest events.
 */
final class StoredScan<K, R> {
  private static final int EVENTS = 16;

  private final Journal journal;
  private final RowSchema<K, R> schema;
  private final TableQuery query;
  private final Predicate<R> test;

  StoredScan(Journal journal, RowSchema<K, R> schema, TableQuery query, Predicate<R> test) {
    this.journal = journal;
    this.schema = schema;
    this.query = query;
    this.test = test;
  }

  List<R> rows(int shards) {
    List<R> found = new ArrayList<>();
    for (int shard = 0; shard < shards && found.size() < query.limit(); shard++) {
      String name = schema.table() + "-" + shard;
      try {
        scan(Journal.persistenceId(name), found);
      } catch (SQLException | InvalidProtocolBufferException e) {
        throw new ControlStoreException("Shard " + name + " cannot be read: " + e.getMessage(), e);
      }
    }
    return found;
  }

  private void scan(String persistenceId, List<R> found)
      throws SQLException, InvalidProtocolBufferException {
    LongHashSet seen = new LongHashSet();
    long before = Long.MAX_VALUE;
    List<Journal.StoredEvent> events;
    do {
      events = journal.eventsBefore(persistenceId, before, EVENTS);
      for (Journal.StoredEvent event : events) {
        before = event.sequence();
        add(event(persistenceId, event), seen, found);
        if (found.size() >= query.limit()) {
          return;
        }
      }
    } while (events.size() == EVENTS);
  }

  static RowsChanged event(String persistenceId, Journal.StoredEvent event) {
    return EventForm.readEvent(
        event.payload(), event.manifest(), "event " + event.sequence() + " of " + persistenceId);
  }

  private void add(RowsChanged event, LongHashSet seen, List<R> found)
      throws InvalidProtocolBufferException {
    for (ByteString key : event.getDeletedList()) {
      seen.add(KeyHash.of(key));
    }
    for (Row row : event.getWrittenList()) {
      if (seen.add(KeyHash.of(row.getKey())) && found.size() < query.limit()) {
        R record = schema.read(schema.readKey(row.getKey()), row.getValue());
        if (test.test(record) && query.selects(schema.fields(record))) {
          found.add(record);
        }
      }
    }
  }
}
