package org.akkaray.gcs.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the tables of a new database, and checks those of an old one. */
final class Schema {
  /** Of the tables, of the events in them, and of how keys are spread over shards. */
  static final int VERSION = 1;

  private static final String VERSION_NAME = "schema-version";
  private static final String SHARDS_NAME = "shards";
  private static final long LOCK = 742_100;

  private final DatabaseSettings settings;

  Schema(DatabaseSettings settings) {
    this.settings = settings;
  }

  /**
   * Leaves the database as this version needs it.
   *
   * @throws IllegalStateException if it is another version's, or was made with another number of
   *     shards
   */
  void ensure(Connection connection) throws SQLException {
    if (version(connection).isEmpty()) {
      create(connection);
    }
    String version = version(connection).orElseThrow();
    if (!version.equals(Integer.toString(VERSION))) {
      throw new IllegalStateException(
          "The control store in "
              + settings
              + " has version "
              + version
              + " of its schema, but this akka-ray needs version "
              + VERSION
              + ": use the akka-ray that wrote it, or another database.");
    }
    String shards = value(connection, SHARDS_NAME).orElseThrow();
    if (!shards.equals(Integer.toString(settings.shards()))) {
      throw new IllegalStateException(
          "The control store in "
              + settings
              + " is split over "
              + shards
              + " shards for good, but ray.gcs.shards is "
              + settings.shards()
              + ": set it to "
              + shards
              + ", or use another database.");
    }
  }

  /** Over how many shards the tables of a database are split; empty if it has none. */
  static Optional<Integer> shards(Connection connection) throws SQLException {
    return version(connection).isPresent()
        ? value(connection, SHARDS_NAME).map(Integer::valueOf)
        : Optional.empty();
  }

  private void create(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (settings.kind() == DatabaseKind.POSTGRESQL) {
        // Several nodes may start at once. In H2 statements that define tables exclude each other.
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      }
      for (String sql : script().split(";")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      set(connection, SHARDS_NAME, settings.shards());
      set(connection, VERSION_NAME, VERSION); // last: it says that all the rest is there
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private String script() {
    try (InputStream in = Schema.class.getResourceAsStream(settings.kind().script())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> version(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, null, "ray\\_store", new String[] {"TABLE", "BASE TABLE"})) {
      return tables.next() ? value(connection, VERSION_NAME) : Optional.empty();
    }
  }

  private static Optional<String> value(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT \"value\" FROM \"ray_store\" WHERE \"name\" = ?")) {
      select.setString(1, name);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
      }
    }
  }

  /** Whoever was first wins. */
  private static void set(Connection connection, String name, int value) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO \"ray_store\" (\"name\", \"value\") SELECT ?, ? WHERE NOT EXISTS"
                + " (SELECT 1 FROM \"ray_store\" WHERE \"name\" = ?)")) {
      insert.setString(1, name);
      insert.setString(2, Integer.toString(value));
      insert.setString(3, name);
      insert.executeUpdate();
    }
  }
}
