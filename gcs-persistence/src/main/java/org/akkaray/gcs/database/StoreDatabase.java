package org.akkaray.gcs.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbc.JdbcConnection;

/**
 * The database of a control store, opened: with its tables, checked, and with connections for
 * readers. Thread-safe.
 */
public final class StoreDatabase implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ALONE_PATIENCE = Duration.ofSeconds(8);
  private static final int PAGE = 64;

  private final DatabaseSettings settings;
  private final HikariDataSource connections;

  /** Whether another process had the file open before this one. */
  private final boolean isShared;

  private StoreDatabase(DatabaseSettings settings, HikariDataSource connections, boolean isShared) {
    this.settings = settings;
    this.connections = connections;
    this.isShared = isShared;
  }

  /**
   * Opens the database; a new one gets its tables.
   *
   * @throws IllegalStateException if it cannot be used, in one sentence: what, where, what to do
   */
  public static StoreDatabase open(DatabaseSettings settings) {
    return open(settings, true);
  }

  /**
   * As {@link #open(DatabaseSettings)}, for who begins a cluster: a file that another process has
   * open for longer than a command reads it, or an ending cluster takes to close it, is refused.
   *
   * @throws IllegalStateException if it cannot be used, in one sentence: what, where, what to do
   */
  public static StoreDatabase openAlone(DatabaseSettings settings) {
    long deadline = System.nanoTime() + ALONE_PATIENCE.toNanos();
    while (true) {
      StoreDatabase database = open(settings);
      if (!database.isShared) {
        return database;
      }
      database.close();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The control store in "
                + settings
                + " is open in another process: a cluster uses it. Stop that one ('ray stop'), or"
                + " set ray.gcs.folder to another folder.");
      }
      pause(500);
    }
  }

  /**
   * Opens a database that is there, to read it; over how many shards it is split is what it says.
   *
   * @throws IllegalStateException if it is not there or cannot be used, in one sentence
   */
  public static StoreDatabase openExisting(DatabaseSettings settings) {
    return open(settings, false);
  }

  private static StoreDatabase open(DatabaseSettings asked, boolean create) {
    DatabaseSettings settings = asked;
    try {
      if (settings.kind() == DatabaseKind.H2) {
        if (create) {
          makeFolder(settings.folder());
        } else if (!Files.exists(settings.file())) {
          throw new IllegalStateException(
              "There is no control store in "
                  + settings.folder()
                  + ": no node has kept one there.");
        }
        if (!Files.exists(settings.lockFile())) { // else its header is old
          H2FileHeader.requireWhole(settings.file());
        }
      }
      try (Connection first = connect(settings)) {
        if (!create) {
          settings =
              settings.withShards(
                  Schema.shards(first)
                      .orElseThrow(() ->
                          new IllegalStateException("There is no control store in " + asked)));
        }
        new Schema(settings).ensure(first);
        if (settings.kind() == DatabaseKind.H2) {
          protect(settings);
          requireDurable(first, settings);
          if (create && settings.verify() && !isRemote(first, settings)) {
            verify(first);
          }
        }
        return new StoreDatabase(settings, pool(settings), isRemote(first, settings));
      }
    } catch (SQLException e) {
      throw DatabaseErrors.explain(settings, e);
    } catch (DamagedStoreException e) {
      throw new IllegalStateException(DatabaseErrors.damaged(settings, e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The control store's folder "
              + settings.folder()
              + " cannot be used: "
              + e
              + "; set ray.gcs.folder to another.",
          e);
    }
  }

  /** The settings that it was opened with. */
  public DatabaseSettings settings() {
    return settings;
  }

  /** A connection for a reader, which closes it soon. */
  Connection connection() throws SQLException {
    return connections.getConnection();
  }

  @Override
  public void close() {
    connections.close();
  }

  /**
   * Deletes a file that no process has open, and its folder. To be called when this process has
   * closed it, which takes some moments.
   *
   * @return false if some process has it open after that time
   */
  public static boolean deleteIfUnused(DatabaseSettings settings, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isDeleted(settings)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(20);
    }
    return true;
  }

  private static boolean isDeleted(DatabaseSettings settings) throws IOException {
    if (Files.exists(settings.lockFile())) {
      return false;
    }
    Files.deleteIfExists(settings.file());
    try {
      Files.deleteIfExists(settings.folder());
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false; // a process has just opened it
    }
  }

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    long deadline = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
      } catch (SQLException e) {
        // Another process is opening or leaving the file at this moment.
        if (!DatabaseErrors.isPassing(settings, e) || System.nanoTime() > deadline) {
          throw e;
        }
        pause(200);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the control store was being opened", e);
    }
  }

  private static boolean isRemote(Connection connection, DatabaseSettings settings)
      throws SQLException {
    return settings.kind() == DatabaseKind.H2
        && connection.unwrap(JdbcConnection.class).getSession().isRemote();
  }

  private static HikariDataSource pool(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("ray-gcs-readers");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (isPosix(parent == null ? folder : parent)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Only the owner may read and write what the cluster knows. */
  private static void protect(DatabaseSettings settings) throws IOException {
    if (isPosix(settings.folder())) {
      Files.setPosixFilePermissions(settings.file(), PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static boolean isPosix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }

  /** Asks the database itself: the URL is only what was asked for. */
  private static void requireDurable(Connection connection, DatabaseSettings settings)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                    + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
      if (!found.next() || found.getInt(1) != 0) {
        throw new IllegalStateException(
            "The control store in "
                + settings
                + " is open with delayed writes, which lose what was acknowledged: open it with"
                + " WRITE_DELAY=0 only.");
      }
    }
  }

  /**
   * Reads all of the journal and of the snapshots.
   *
   * @throws DamagedStoreException if a row is not as it was written, or is missing
   */
  private static void verify(Connection connection) throws SQLException {
    for (String id : persistenceIds(connection)) {
      long last = 0;
      List<Journal.StoredEvent> page;
      do {
        page = Journal.page(connection, id, last + 1, PAGE);
        for (Journal.StoredEvent event : page) {
          if (last != 0 && event.sequence() != last + 1) {
            throw new DamagedStoreException(
                "event " + (last + 1) + " of " + id + " is missing, though later ones exist");
          }
          last = event.sequence();
          if (event.isOurs() && !SealedBytes.areIntact(event.payload())) {
            throw new DamagedStoreException("event " + last + " of " + id + " is damaged");
          }
        }
      } while (page.size() == PAGE);
    }
  }

  private static List<String> persistenceIds(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT DISTINCT \"persistence_id\" FROM \"event_journal\" ORDER BY 1")) {
      while (found.next()) {
        ids.add(found.getString(1));
      }
    }
    return ids;
  }
}
