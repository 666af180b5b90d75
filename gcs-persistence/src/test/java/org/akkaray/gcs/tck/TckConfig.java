package org.akkaray.gcs.tck;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.PersistencePlugins;
import org.akkaray.gcs.database.StoreDatabase;

/** What the suites of Akka Persistence run against: the plugin as nodes configure it. */
final class TckConfig {
  private TckConfig() {}

  static Config of(DatabaseSettings database) {
    return ConfigFactory.parseString(
            """
            akka.actor.provider = local
            akka.actor.allow-java-serialization = on
            akka.actor.warn-about-java-serializer-usage = off
            akka.loglevel = WARNING
            akka.test.single-expect-default = 20s
            """)
        .withFallback(PersistencePlugins.of(database))
        .withFallback(ConfigFactory.load());
  }

  /** Makes the tables, as a node's start does. */
  static void prepare(DatabaseSettings database) {
    StoreDatabase.open(database).close();
  }

  static Path folder() {
    try {
      return Files.createTempDirectory("gcs-tck");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
