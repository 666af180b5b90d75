package org.akkaray.gcs.database;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Locale;
import org.akkaray.runtime.OptionRules;

/** Which database. */
public enum DatabaseKind {
  /** A file, for the nodes of one machine. */
  H2("slick.jdbc.H2Profile$", "org.h2.Driver"),
  /** A server. */
  POSTGRESQL("slick.jdbc.PostgresProfile$", "org.postgresql.Driver");

  private final String slickProfile;
  private final String driver;

  DatabaseKind(String slickProfile, String driver) {
    this.slickProfile = slickProfile;
    this.driver = driver;
  }

  /**
   * Reads the section {@code ray.gcs}.
   *
   * @throws IllegalArgumentException if it names no database
   */
  public static DatabaseKind of(Config section) {
    String name = section.getString("database");
    return Arrays.stream(values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> OptionRules.bad("ray.gcs.database", "must be h2, postgresql or memory", name));
  }

  String slickProfile() {
    return slickProfile;
  }

  String driver() {
    return driver;
  }

  /** The resource with the statements that make its tables. */
  String script() {
    return name().toLowerCase(Locale.ROOT) + ".sql";
  }
}
