package org.akkaray.gcs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.offline.StoredTables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command reads: that of {@code ray.gcs}, or one in a folder. */
public final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "The folder of the control store's file, if it is not that of ray.gcs.folder.")
  private @Nullable Path folder;

  /** For picocli. */
  public StoreOptions() {}

  StoredTables open() {
    Config section = ConfigFactory.load().getConfig("ray.gcs");
    if (folder != null) {
      section =
          ConfigFactory.parseMap(Map.of("database", "h2", "folder", folder.toString()))
              .withFallback(section);
    }
    try {
      return StoredTables.open(
          DatabaseSettings.of(section, Path.of(System.getProperty("user.home"), ".akka-ray")));
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }
}
