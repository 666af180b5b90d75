package org.akkaray.gcs.shard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The events of a node's shards that were written or read last, up to a number of bytes. Guarded by
 * its monitor.
 */
final class EventCache {
  private record Key(String persistenceId, long sequence) {}

  private final LinkedHashMap<Key, StoredRows> events = new LinkedHashMap<>(64, 0.75f, true);
  private final long limit;
  private long bytes;

  /**
   * @param limit bytes of events as stored; on the heap they take about twice as much
   */
  EventCache(long limit) {
    this.limit = limit;
  }

  synchronized Optional<StoredRows> get(String persistenceId, long sequence) {
    return Optional.ofNullable(events.get(new Key(persistenceId, sequence)));
  }

  synchronized void put(String persistenceId, long sequence, StoredRows rows) {
    if (events.put(new Key(persistenceId, sequence), rows) == null) {
      bytes += rows.event().getSerializedSize();
    }
    Iterator<StoredRows> oldest = events.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      bytes -= oldest.next().event().getSerializedSize();
      oldest.remove();
    }
  }
}
