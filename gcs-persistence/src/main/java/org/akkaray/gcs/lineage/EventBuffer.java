package org.akkaray.gcs.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the event log. A node has a fixed number of rows there, which it uses in
 * turns, so the log needs no deletions to stay bounded. While the store is slow, events are
 * dropped. Guarded by its monitor.
 */
final class EventBuffer {
  private static final Logger LOG = LoggerFactory.getLogger(EventBuffer.class);
  private static final int MOST = 10_000;

  private final Table<UniqueId, EventRecord> table;
  private final int rows;
  private final long idHigh = ThreadLocalRandom.current().nextLong();
  private final Queue<EventRecord> events = new ArrayDeque<>();
  private long written;
  private long dropped;
  private boolean isOnItsWay;

  /**
   * @param rows how many events the log keeps of this node
   */
  EventBuffer(Table<UniqueId, EventRecord> table, int rows) {
    this.table = table;
    this.rows = rows;
  }

  synchronized void add(EventRecord event) {
    if (rows == 0 || events.size() >= MOST) {
      dropped++;
    } else {
      events.add(event);
    }
  }

  /** Starts to write what there is, unless the last batch is still on its way. */
  void write() {
    List<EventRecord> batch = take();
    if (!batch.isEmpty()) {
      table.putAll(batch).whenComplete((done, failure) -> settled(batch.size(), failure));
    }
  }

  private synchronized List<EventRecord> take() {
    List<EventRecord> batch = new ArrayList<>();
    if (isOnItsWay) {
      return batch;
    }
    for (EventRecord event = events.poll(); event != null; event = events.poll()) {
      batch.add(inRow(event, written++ % rows));
    }
    isOnItsWay = !batch.isEmpty();
    return batch;
  }

  private EventRecord inRow(EventRecord event, long row) {
    return new EventRecord(
        UniqueId.of(idHigh, row),
        event.kind(),
        event.name(),
        event.node(),
        event.details(),
        event.startedMicros(),
        event.endedMicros());
  }

  private synchronized void settled(int count, Throwable failure) {
    isOnItsWay = false;
    if (failure != null) {
      dropped += count;
      LOG.debug("{} events are not in the event log", count, failure);
    }
  }

  /** How many events were lost. */
  synchronized long dropped() {
    return dropped;
  }
}
