package org.akkaray.gcs.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads single events of the journal of akka-persistence-jdbc, and deletes old ones: what Akka
 * Persistence has no words for, since it only ever reads from a point to the end. Thread-safe;
 * blocks.
 */
public final class Journal {
  private static final String SERIALIZER = "\"event_ser_id\", \"event_ser_manifest\"";
  private static final int SERIALIZER_ID = 742_100;
  private static final long STEP = 64;

  private final StoreDatabase database;

  /** The journal in a database. */
  public Journal(StoreDatabase database) {
    this.database = database;
  }

  /**
   * An event as it is stored.
   *
   * @param manifest what the serializer calls its form
   */
  public record StoredEvent(long sequence, int serializer, String manifest, byte[] payload) {
    boolean isOurs() {
      return serializer == SERIALIZER_ID;
    }
  }

  /** A snapshot as it is stored. */
  public record StoredSnapshot(long sequence, String manifest, byte[] payload) {}

  /** Under which id the events of a shard are, as of tasks-3. */
  public static String persistenceId(String shard) {
    return "gcs|" + shard;
  }

  /** One event; empty if it is not there. */
  public Optional<StoredEvent> event(String persistenceId, long sequence) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT \"sequence_number\", "
                    + SERIALIZER
                    + ", \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" = ?")) {
      select.setString(1, persistenceId);
      select.setLong(2, sequence);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? Optional.of(read(found)) : Optional.empty();
      }
    }
  }

  /** The first events from a sequence number on, in order. */
  public List<StoredEvent> events(String persistenceId, long from, int limit) throws SQLException {
    try (Connection connection = database.connection()) {
      return page(connection, persistenceId, from, limit);
    }
  }

  /** The last events before a sequence number, the latest first. */
  public List<StoredEvent> eventsBefore(String persistenceId, long before, int limit)
      throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT \"sequence_number\", "
                    + SERIALIZER
                    + ", \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" < ? ORDER BY \"sequence_number\" DESC LIMIT "
                    + limit)) {
      select.setString(1, persistenceId);
      select.setLong(2, before);
      return readAll(select);
    }
  }

  /** The latest snapshot. */
  public Optional<StoredSnapshot> snapshot(String persistenceId) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT \"sequence_number\", \"snapshot_ser_manifest\", \"snapshot_payload\" FROM"
                    + " \"snapshot\" WHERE \"persistence_id\" = ? ORDER BY \"sequence_number\" DESC"
                    + " LIMIT 1")) {
      select.setString(1, persistenceId);
      try (ResultSet found = select.executeQuery()) {
        return found.next()
            ? Optional.of(
                new StoredSnapshot(found.getLong(1), found.getString(2), found.getBytes(3)))
            : Optional.empty();
      }
    }
  }

  /**
   * Deletes all snapshots but the latest.
   *
   * @param kept how many stay
   * @return the sequence number of the oldest that stays; 0 if there are not so many
   */
  public long keepSnapshots(String persistenceId, int kept) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement oldest =
            connection.prepareStatement(
                "SELECT \"sequence_number\" FROM \"snapshot\" WHERE \"persistence_id\" = ? ORDER BY"
                    + " \"sequence_number\" DESC LIMIT 1 OFFSET "
                    + (kept - 1));
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM \"snapshot\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" < ?")) {
      oldest.setString(1, persistenceId);
      try (ResultSet found = oldest.executeQuery()) {
        if (!found.next()) {
          return 0;
        }
        long sequence = found.getLong(1);
        delete.setString(1, persistenceId);
        delete.setLong(2, sequence);
        delete.executeUpdate();
        return sequence;
      }
    }
  }

  /**
   * Deletes the events up to a sequence number, that one too; in steps, so that no transaction is
   * large.
   *
   * @return how many went
   */
  public int deleteUpTo(String persistenceId, long last) throws SQLException {
    int all = 0;
    try (Connection connection = database.connection();
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" <= ?");
        PreparedStatement first =
            connection.prepareStatement(
                "SELECT MIN(\"sequence_number\") FROM \"event_journal\" WHERE \"persistence_id\""
                    + " = ?")) {
      first.setString(1, persistenceId);
      try (ResultSet found = first.executeQuery()) {
        long from = found.next() ? found.getLong(1) : 0;
        if (from == 0) {
          return 0;
        }
        for (long to = from + STEP - 1; from <= last; from = to + 1, to += STEP) {
          delete.setString(1, persistenceId);
          delete.setLong(2, Math.min(to, last));
          all += delete.executeUpdate();
        }
      }
    }
    return all;
  }

  static List<StoredEvent> page(Connection connection, String persistenceId, long from, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT \"sequence_number\", "
                + SERIALIZER
                + ", \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = ? AND"
                + " \"sequence_number\" >= ? ORDER BY \"sequence_number\" LIMIT "
                + limit)) {
      select.setString(1, persistenceId);
      select.setLong(2, from);
      return readAll(select);
    }
  }

  private static List<StoredEvent> readAll(PreparedStatement select) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        events.add(read(found));
      }
    }
    return events;
  }

  private static StoredEvent read(ResultSet row) throws SQLException {
    return new StoredEvent(row.getLong(1), row.getInt(2), row.getString(3), row.getBytes(4));
  }
}
