package org.akkaray.gcs.table;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.akkaray.gcs.database.DatabaseKind;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.StoreDescription;
import org.akkaray.runtime.gcs.ControlStoreProvider;

/** Found as a service: the control store in H2 or PostgreSQL. */
public final class JdbcControlStoreProvider implements ControlStoreProvider {
  private static final String MEMORY = "memory";

  /** An H2 file is shared by the nodes of one machine. */
  private static final String LOOPBACK = "127.0.0.1";

  private static Config section() {
    ConfigFactory.invalidateCaches(); // a system property that was set since is seen
    return ConfigFactory.load().getConfig("ray.gcs");
  }

  private static boolean isMemory(Config section) {
    return section.getString("database").equalsIgnoreCase(MEMORY);
  }

  @Override
  public boolean isAskedFor() {
    Config section = section();
    return !isMemory(section)
        && !section
            .getString(DatabaseKind.of(section) == DatabaseKind.H2 ? "folder" : "url")
            .isEmpty();
  }

  @Override
  public Optional<Plan> begin(Beginning beginning) {
    Config section = section();
    if (isMemory(section) || !isAskedFor() && !section.getBoolean("usual-place")) {
      return Optional.empty();
    }
    boolean isTemporary =
        DatabaseKind.of(section) == DatabaseKind.H2
            && section.getString("folder").isEmpty()
            && beginning.folder().isEmpty();
    GcsSettings settings =
        GcsSettings.of(
            section, isTemporary ? temporaryFolder() : beginning.folder().orElse(Path.of("")));
    return Optional.of(
        StorePlan.beginning(
            settings, StoreDescription.of(settings.database(), isTemporary), beginning.host()));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("akka-ray-gcs-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Plan follow(String description, boolean isHost) {
    Config section = section();
    StoreDescription there = StoreDescription.parse(description);
    if (!isHost) {
      DatabaseSettings unused = DatabaseSettings.h2(Path.of(there.place()), there.shards());
      return StorePlan.using(GcsSettings.of(section, unused), there);
    }
    if (isMemory(section) || DatabaseKind.of(section) != there.kind() && isChosen(section)) {
      throw other(there, "ray.gcs.database is " + section.getString("database"));
    }
    DatabaseSettings database =
        there.kind() == DatabaseKind.H2 ? file(there, section) : server(there, section);
    return StorePlan.hosting(GcsSettings.of(section, database), there, LOOPBACK);
  }

  /** Whether the user wants another database than the usual one. */
  private static boolean isChosen(Config section) {
    return DatabaseKind.of(section) != DatabaseKind.H2;
  }

  private static DatabaseSettings file(StoreDescription there, Config section) {
    DatabaseSettings own =
        DatabaseSettings.of(section, Path.of(there.place())).withShards(there.shards());
    if (!own.folder().equals(Path.of(there.place()))) {
      throw other(there, "ray.gcs.folder is " + own.folder());
    }
    if (!Files.isDirectory(own.folder())) {
      throw new IllegalStateException(
          "The cluster keeps its control state in a file in "
              + own.folder()
              + ", which is not on this machine: nodes of several machines need a server, so begin"
              + " the cluster with ray.gcs.database = postgresql, or with memory, which keeps"
              + " nothing.");
    }
    return own;
  }

  private static DatabaseSettings server(StoreDescription there, Config section) {
    if (DatabaseKind.of(section) != DatabaseKind.POSTGRESQL
        || !section.getString("url").equals(there.place())) {
      throw other(
          there,
          "ray.gcs.database is "
              + section.getString("database")
              + " and ray.gcs.url is \""
              + section.getString("url")
              + "\"");
    }
    return DatabaseSettings.of(section, Path.of("")).withShards(there.shards());
  }

  private static IllegalStateException other(StoreDescription there, String here) {
    return new IllegalStateException(
        "The cluster keeps its control state in "
            + there.place()
            + ", but here "
            + here
            + ": all nodes of a cluster need the same ray.gcs settings.");
  }
}
