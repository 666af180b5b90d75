package org.akkaray.gcs.database;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Locale;
import org.akkaray.runtime.OptionRules;

/**
 * Where the control store lies and how it is opened.
 *
 * @param url as JDBC has it
 * @param folder of the file; of no meaning for a server
 * @param shards over how many shards each table is split, 1 to 1024
 * @param connections how many connections the journal, the snapshots and the readers open each
 * @param verify whether who opens a file first reads all of it
 */
public record DatabaseSettings(
    DatabaseKind kind,
    String url,
    String user,
    String password,
    Path folder,
    int shards,
    int connections,
    boolean verify) {
  private static final String FILE = "gcs";

  /**
   * WRITE_DELAY=0: H2 otherwise acknowledges commits that a kill of the process loses. AUTO_SERVER:
   * several processes of the machine may open the file. RETENTION_TIME, in milliseconds: space of
   * what was deleted is used again after a second, not after 45; that is less safe for a disk that
   * writes in another order and loses its power, and makes no difference for killed processes.
   * TRACE_LEVEL_FILE: what H2 reports comes as exceptions; a file of it would be left behind.
   */
  private static final String H2_OPTIONS =
      ";WRITE_DELAY=0;AUTO_SERVER=TRUE;RETENTION_TIME=1000;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";

  /** Checks what can be checked without the database. */
  public DatabaseSettings {
    OptionRules.atLeast("ray.gcs.shards", 1, shards);
    OptionRules.atLeast("ray.gcs.connections", 1, connections);
    if (shards > 1024) {
      throw OptionRules.bad("ray.gcs.shards", "must be at most 1024", shards);
    }
    if (kind == DatabaseKind.H2 && !url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=0")) {
      throw OptionRules.bad(
          "ray.gcs.url",
          "must have WRITE_DELAY=0, or a kill of the process loses what was acknowledged",
          url);
    }
    if (kind == DatabaseKind.POSTGRESQL && !url.startsWith("jdbc:postgresql:")) {
      throw OptionRules.bad(
          "ray.gcs.url", "must be of the form jdbc:postgresql://host:port/database", url);
    }
  }

  /** A file in a folder, which is made if it is not there. */
  public static DatabaseSettings h2(Path folder, int shards) {
    Path absolute = folder.toAbsolutePath().normalize();
    return new DatabaseSettings(
        DatabaseKind.H2,
        "jdbc:h2:file:" + absolute.resolve(FILE) + H2_OPTIONS,
        "",
        "",
        absolute,
        shards,
        4,
        true);
  }

  /** A server. */
  public static DatabaseSettings postgresql(String url, String user, String password, int shards) {
    return new DatabaseSettings(
        DatabaseKind.POSTGRESQL, url, user, password, Path.of(""), shards, 4, false);
  }

  /**
   * Reads the section {@code ray.gcs}.
   *
   * @param usualFolder of an H2 file, if the section names none
   */
  public static DatabaseSettings of(Config section, Path usualFolder) {
    int shards = section.getInt("shards");
    String folder = section.getString("folder");
    DatabaseSettings made =
        switch (DatabaseKind.of(section)) {
          case H2 -> h2(folder.isEmpty() ? usualFolder : Path.of(folder), shards);
          case POSTGRESQL ->
              postgresql(
                  section.getString("url"),
                  section.getString("user"),
                  section.getString("password"),
                  shards);
        };
    return new DatabaseSettings(
        made.kind,
        made.url,
        made.user,
        made.password,
        made.folder,
        shards,
        section.getInt("connections"),
        section.getBoolean("verify-at-start"));
  }

  /** The same, split otherwise. */
  public DatabaseSettings withShards(int number) {
    return new DatabaseSettings(kind, url, user, password, folder, number, connections, verify);
  }

  /** The file, if it is one. */
  Path file() {
    return folder.resolve(FILE + ".mv.db");
  }

  /** There while a process has the file open, or after one was killed. */
  Path lockFile() {
    return folder.resolve(FILE + ".lock.db");
  }

  /** For messages: no password. */
  @Override
  public String toString() {
    return kind == DatabaseKind.H2 ? file().toString() : url + " (user " + user + ")";
  }
}
