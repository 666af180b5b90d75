package org.akkaray.gcs.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that {@code .ci/with-postgres} started, if it did: a fresh database for each test. */
public final class PostgresServer {
  /** Names the variable that says where it is. */
  public static final String URL = "RAY_TEST_POSTGRES_URL";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private PostgresServer() {}

  public static boolean runs() {
    return System.getenv(URL) != null;
  }

  public static DatabaseSettings freshDatabase(int shards) {
    String name = "gcs_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(System.getenv(URL), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    String url = System.getenv(URL);
    return DatabaseSettings.postgresql(
        url.substring(0, url.lastIndexOf('/') + 1) + name, user(), password(), shards);
  }

  private static String user() {
    return System.getenv("RAY_TEST_POSTGRES_USER");
  }

  private static String password() {
    return System.getenv("RAY_TEST_POSTGRES_PASSWORD");
  }
}
