package org.akkaray.objectstore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;
import org.akkaray.objectstore.store.StoreInspection;
import org.akkaray.runtime.cluster.ClusterInspection;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtime.object.StoreReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ray memory}: the objects in the stores of this host's living nodes, read from their shared
 * memory without the nodes' taking notice; or of all nodes of a cluster, which are asked.
 */
@Command(
    name = "memory",
    description =
        "List the objects in the object stores of this machine's nodes, or of a cluster's.",
    sortOptions = false)
public final class MemoryCommand implements RaySubcommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "A node of the cluster whose nodes are to be asked (default: the environment's RAY_ADDRESS, or else only this machine).")
  private @Nullable String address;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where the nodes keep their objects, if ray.node.object-store-folder is set.")
  private @Nullable Path folder;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many objects of a node to list, the largest first (default: 100).")
  private int limit = 100;

  @Option(
      names = "--insecure",
      description = "Take answers at an address that other machines can reach.")
  private boolean insecure;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Lists. */
  @Override
  public Integer call() {
    if (limit < 0) {
      throw new UsageException("--limit: must be 0 or more, but is " + limit);
    }
    String cluster = address();
    if (cluster != null && folder != null) {
      throw new UsageException("--folder is for the nodes of this machine, --address for others.");
    }
    PrintWriter out = spec.commandLine().getOut();
    MemoryTable table = new MemoryTable(cluster == null ? ofThisMachine(out) : ofCluster(cluster));
    table.lines().forEach(out::println);
    return 0;
  }

  private @Nullable String address() {
    if (address != null || folder != null) {
      return address;
    }
    String fromEnvironment = System.getenv("RAY_ADDRESS");
    return fromEnvironment == null || fromEnvironment.isBlank() ? null : fromEnvironment;
  }

  private List<MemoryTable.Node> ofCluster(String cluster) {
    HostAndPort asked;
    try {
      asked = HostAndPort.parse(cluster).getFirst();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    Map<ClusterNode, Optional<StoreReport>> found;
    try {
      found = ClusterInspection.objects(asked, insecure, PATIENCE, limit);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    List<MemoryTable.Node> nodes = new ArrayList<>();
    found.forEach((node, report) ->
        nodes.add(
            new MemoryTable.Node(
                node.record().name(),
                node.record().address() + ":" + node.record().port(),
                report.orElse(null))));
    return nodes;
  }

  private List<MemoryTable.Node> ofThisMachine(PrintWriter out) {
    List<Path> parents = folder == null ? SharedMemoryObjectStores.usualFolders() : List.of(folder);
    List<Path> living =
        parents.stream()
            .filter(Files::isDirectory)
            .flatMap(parent -> NodeFolder.living(parent).stream())
            .toList();
    if (living.isEmpty()) {
      out.println(
          "No node lives on this machine: none has a folder in "
              + parents.stream().map(Path::toString).collect(Collectors.joining(", "))
              + ".");
    }
    return living.stream().map(this::ofFolder).toList();
  }

  private MemoryTable.Node ofFolder(Path node) {
    try {
      return new MemoryTable.Node(
          String.valueOf(node.getFileName()), "this machine", StoreInspection.of(node, limit));
    } catch (IOException e) {
      throw new CommandFailedException(
          "cannot look into the object store %s (%s): has its node just ended?"
              .formatted(node, e.getMessage()),
          e);
    }
  }
}
