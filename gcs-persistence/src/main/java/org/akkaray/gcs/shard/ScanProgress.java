package org.akkaray.gcs.shard;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.akkaray.gcs.shard.wire.Row;

/**
 * How far a scan is. It goes through the events from the newest to the oldest; rows are read and
 * filtered on a reader's thread, and those that are not the newest of their keys dropped by the
 * shard. Used by one thread at a time.
 */
final class ScanProgress {
  /** How many events are read in one go. */
  private static final int EVENTS = 8;

  /** How many bytes of rows make an answer full: with one more event it still fits a message. */
  private static final int BYTES = 50_000;

  /** Rows of an event that the query selects. */
  record Page(List<Part> parts) {
    record Part(long event, List<Row> rows) {}
  }

  private final ShardCommand.Scan scan;
  private final Predicate<Row> selected;
  private final List<Row> rows = new ArrayList<>();
  private final List<Long> versions = new ArrayList<>();
  private long before;
  private int bytes;

  ScanProgress(ShardCommand.Scan scan, Predicate<Row> selected) {
    this.scan = scan;
    this.selected = selected;
    this.before = scan.before() == 0 ? Long.MAX_VALUE : scan.before();
  }

  ShardCommand.Scan scan() {
    return scan;
  }

  /** The next events to read; none at the end. */
  List<Long> next(ShardState state) {
    List<Long> events = new ArrayList<>();
    long event = state.neededBefore(before);
    while (event != 0 && events.size() < EVENTS) {
      events.add(event);
      event = state.neededBefore(event);
    }
    return events;
  }

  Page read(List<Long> events, String persistenceId, EventReader reader) throws SQLException {
    List<Page.Part> parts = new ArrayList<>();
    for (long event : events) {
      List<Row> found =
          reader.read(persistenceId, event).stream()
              .flatMap(stored -> stored.written().stream())
              .filter(selected)
              .toList();
      parts.add(new Page.Part(event, found));
    }
    return new Page(parts);
  }

  /** Takes what was read; returns whether the answer is full. */
  boolean add(Page page, ShardState state) {
    for (Page.Part part : page.parts()) {
      for (Row row : part.rows()) {
        if (state.version(row.getKey()) == part.event()) {
          rows.add(row);
          versions.add(part.event());
          bytes += row.getSerializedSize();
        }
      }
      before = part.event();
      if (bytes >= BYTES || rows.size() >= scan.query().limit()) {
        return true;
      }
    }
    return false;
  }

  /** The answer. */
  ShardReply.Rows reply(boolean atEnd) {
    int most = Math.min(rows.size(), scan.query().limit());
    return new ShardReply.Rows(
        rows.subList(0, most), versions.subList(0, most), atEnd ? 0 : before, "");
  }
}
