package org.akkaray.gcs.database;

import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** What a database's refusal means, for people. */
final class DatabaseErrors {
  private DatabaseErrors() {}

  static IllegalStateException explain(DatabaseSettings settings, SQLException e) {
    return new IllegalStateException(
        settings.kind() == DatabaseKind.H2 ? explainH2(settings, e) : explainServer(settings, e),
        e);
  }

  static String damaged(DatabaseSettings settings, String what) {
    return "The control store in "
        + settings
        + " is damaged ("
        + what
        + "). Nothing was changed. Put a copy of the file in its place; or move the file away, and"
        + " the cluster starts without what it knew: detached actors, functions, jobs and lineage."
        + " What can be read of it: java -cp $(bin/ray classpath) org.h2.tools.Recover -dir "
        + settings.folder();
  }

  /** Whether waiting a moment may help. */
  static boolean isPassing(DatabaseSettings settings, SQLException e) {
    return settings.kind() == DatabaseKind.H2
        && switch (e.getErrorCode()) {
          case ErrorCode.DATABASE_ALREADY_OPEN_1,
              ErrorCode.CONNECTION_BROKEN_1,
              ErrorCode.DATABASE_IS_CLOSED,
              ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
              ErrorCode.ERROR_OPENING_DATABASE_1 ->
              true;
          default -> false;
        };
  }

  private static String explainH2(DatabaseSettings settings, SQLException e) {
    return switch (e.getErrorCode()) {
      case ErrorCode.FILE_CORRUPTED_1 -> damaged(settings, e.getMessage());
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          "The control store in "
              + settings
              + " is open in another process that does not share it: end that process, or set"
              + " ray.gcs.folder to another folder.";
      default ->
          isDamage(e)
              ? damaged(settings, e.getMessage())
              : "The control store in " + settings + " cannot be opened: " + e.getMessage();
    };
  }

  private static boolean isDamage(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof org.h2.mvstore.MVStoreException) {
        return true;
      }
    }
    return false;
  }

  private static String explainServer(DatabaseSettings settings, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String advice =
        switch (state) {
          case "08001", "08006", "08004" ->
              "is the server running, and are host and port in ray.gcs.url right?";
          case "28P01", "28000" -> "are ray.gcs.user and ray.gcs.password right?";
          case "3D000" -> "create the database, or name another in ray.gcs.url.";
          case "42501" -> "grant the user the right to create tables, or create them beforehand.";
          case "53100" -> "the server's disk is full.";
          default -> "see the message.";
        };
    return "The control store's database "
        + settings
        + " cannot be used: "
        + e.getMessage()
        + " ("
        + advice
        + ")";
  }
}
