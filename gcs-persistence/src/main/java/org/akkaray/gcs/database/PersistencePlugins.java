package org.akkaray.gcs.database;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** The settings of akka-persistence-jdbc for a database. */
public final class PersistencePlugins {
  /** The journal's id. */
  public static final String JOURNAL = "jdbc-journal";

  /** The snapshot store's id. */
  public static final String SNAPSHOTS = "jdbc-snapshot-store";

  private PersistencePlugins() {}

  /** What the journal and the snapshot store are set up with. */
  public static Config of(DatabaseSettings settings) {
    return ConfigFactory.parseMap(Map.of("akka.persistence.journal.plugin", JOURNAL))
        .withFallback(
            ConfigFactory.parseMap(Map.of("akka.persistence.snapshot-store.plugin", SNAPSHOTS)))
        .withFallback(slick(JOURNAL, settings))
        .withFallback(slick(SNAPSHOTS, settings))
        .withFallback(
            ConfigFactory.parseMap(
                Map.of(
                    // Rows are large here: few of them in a transaction, and in memory at once.
                    JOURNAL + ".batchSize", 64,
                    JOURNAL + ".bufferSize", 10_000,
                    JOURNAL + ".replayBatchSize", 32,
                    JOURNAL + ".parallelism", settings.connections())));
  }

  private static Config slick(String plugin, DatabaseSettings settings) {
    String db = plugin + ".slick.db.";
    return ConfigFactory.parseMap(
            Map.of(
                plugin + ".slick.profile", settings.kind().slickProfile(),
                db + "url", settings.url(),
                db + "user", settings.user(),
                db + "password", settings.password(),
                db + "driver", settings.kind().driver(),
                db + "numThreads", settings.connections(),
                db + "maxConnections", settings.connections(),
                db + "minConnections", 1,
                db + "connectionTimeout", 5_000))
        .withFallback(ConfigFactory.parseMap(Map.of(db + "validationTimeout", 2_000)));
  }
}
