package org.akkaray.gcs.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * For each event how many rows it has, and how many of them are the newest of their keys, from the
 * oldest event that has such a row on. Not thread-safe.
 */
final class EventCounts {
  private static final int LEAST = 16;

  private int[] live = new int[LEAST];
  private int[] rows = new int[LEAST];
  private long from = 1; // the event of live[start]
  private int start;
  private int events;
  private long allRows;

  /** The next event. */
  void append(int itsRows) {
    if (start + events == live.length) {
      int capacity = Math.max(LEAST, events * 2);
      live = Arrays.copyOf(Arrays.copyOfRange(live, start, start + events), capacity);
      rows = Arrays.copyOf(Arrays.copyOfRange(rows, start, start + events), capacity);
      start = 0;
    }
    live[start + events] = itsRows;
    rows[start + events] = itsRows;
    events++;
    allRows += itsRows;
    trim();
  }

  /** A row of the event is the newest of its key no more. */
  void superseded(long event) {
    live[start + Math.toIntExact(event - from)]--;
    trim();
  }

  private void trim() {
    while (events > 0 && live[start] == 0) {
      allRows -= rows[start];
      start++;
      events--;
      from++;
    }
  }

  /** The oldest event that is needed; the next one to come if none is. */
  long oldest() {
    return from;
  }

  /** Rows of all events from the oldest on. */
  long rows() {
    return allRows;
  }

  /** The latest event up to the given one that is needed; 0 if there is none. */
  long latestUpTo(long event) {
    for (long at = Math.min(event, from + events - 1); at >= from; at--) {
      if (live[start + (int) (at - from)] > 0) {
        return at;
      }
    }
    return 0;
  }

  byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(events * 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = start; i < start + events; i++) {
      bytes.putInt(live[i]).putInt(rows[i]);
    }
    return bytes.array();
  }

  static EventCounts of(long from, ByteBuffer counts) {
    ByteBuffer bytes = counts.slice().order(ByteOrder.LITTLE_ENDIAN);
    EventCounts read = new EventCounts();
    read.events = bytes.remaining() / (2 * Integer.BYTES);
    read.from = from;
    read.live = new int[Math.max(LEAST, read.events * 2)];
    read.rows = new int[read.live.length];
    for (int i = 0; i < read.events; i++) {
      read.live[i] = bytes.getInt();
      read.rows[i] = bytes.getInt();
      read.allRows += read.rows[i];
    }
    return read;
  }
}
