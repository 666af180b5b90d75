package org.akkaray.gcs.database;

import java.util.Locale;

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
