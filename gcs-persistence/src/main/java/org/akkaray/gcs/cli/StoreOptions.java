package org.akkaray.gcs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.akkaray.cli.ClusterAddress;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.database.DatabaseKind;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.StoreDescription;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.runtime.cluster.ClusterInspection;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtime.gcs.ControlStoreProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command reads: that of a running cluster, or a file of one that has ended. */
public final class StoreOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "A node of the cluster (default: the environment's RAY_ADDRESS, or the first node that"
              + " you started on this machine).")
  private @Nullable String address;

  @Option(
      names = "--insecure",
      description = "Take answers at an address that other machines can reach.")
  private boolean insecure;

  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "The folder of a control store's file, also if its cluster has ended.")
  private @Nullable Path folder;

  /** For picocli. */
  public StoreOptions() {}

  StoredTables open() {
    if (folder != null && address != null) {
      throw new UsageException("say either --store or --address");
    }
    Config section = ConfigFactory.load().getConfig("ray.gcs");
    try {
      return StoredTables.open(folder != null ? file(section, folder) : ofCluster(section));
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private static DatabaseSettings file(Config section, Path in) {
    return with(section, Map.of("database", "h2", "folder", in.toString()));
  }

  /** Where the cluster's nodes say that it is; a server's user and password are the user's own. */
  private DatabaseSettings ofCluster(Config section) {
    String node = ClusterAddress.of(address);
    HostAndPort asked;
    try {
      asked = HostAndPort.parse(node).getFirst();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    StoreDescription store =
        ClusterInspection.ask(asked, insecure, PATIENCE).keySet().stream()
            .map(known -> known.endpoints().get(ControlStoreProvider.ENDPOINT))
            .filter(Objects::nonNull)
            .findFirst()
            .map(StoreDescription::parse)
            .orElseThrow(() ->
                new CommandFailedException(
                    "The cluster at "
                        + node
                        + " has no control store to look into. Begin it with ray.gcs.folder or"
                        + " ray.gcs.url, and the module akka-ray-gcs-persistence on the class path."));
    return store.kind() == DatabaseKind.H2
        ? file(section, Path.of(store.place()))
        : with(section, Map.of("database", "postgresql", "url", store.place()));
  }

  private static DatabaseSettings with(Config section, Map<String, String> settings) {
    return DatabaseSettings.of(ConfigFactory.parseMap(settings).withFallback(section), Path.of(""));
  }
}
