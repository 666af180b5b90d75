package org.akkaray.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.akkaray.runtime.cluster.ClusterInspection;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtime.cluster.NodeUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ray status}: the nodes of a cluster, what they have, what is in use and what waits. */
@Command(
    name = "status",
    description = "Show a cluster's nodes, its resources, and what waits for them.",
    sortOptions = false)
public final class StatusCommand implements RaySubcommand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "A node of the cluster (default: the environment's RAY_ADDRESS, or the first node that"
              + " you started on this machine).")
  private @Nullable String address;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Option(
      names = "--insecure",
      description = "Take answers at an address that other machines can reach.")
  private boolean insecure;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Prints it. */
  @Override
  public Integer call() {
    HostAndPort asked;
    try {
      asked = HostAndPort.parse(ClusterAddress.of(address)).getFirst();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    Map<ClusterNode, Optional<NodeUsage>> found;
    try {
      found = ClusterInspection.ask(asked, insecure, PATIENCE);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    ClusterReport report = new ClusterReport(found);
    PrintWriter out = spec.commandLine().getOut();
    (json ? List.of(report.json()) : report.lines()).forEach(out::println);
    return 0;
  }
}
