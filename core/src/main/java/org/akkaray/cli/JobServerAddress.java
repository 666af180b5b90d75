package org.akkaray.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.akkaray.runtime.job.JobClient;
import org.akkaray.runtime.job.JobServer;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which cluster's job server a command talks to. */
final class JobServerAddress {
  private static final String VARIABLE = "RAY_API_SERVER_ADDRESS"; // Ray's

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "The cluster, if its head runs on this machine, or its head's job server (default: the environment's "
              + VARIABLE
              + ", else the cluster that you started first on this machine, else 127.0.0.1:"
              + JobServer.DEFAULT_PORT
              + ").")
  private @Nullable String address;

  /** A client of it. */
  JobClient connect() {
    List<LaunchedNode.Ready> heads =
        NodeFolders.ofThisUser().living().stream()
            .map(LaunchedNode::ready)
            .flatMap(Optional::stream)
            .filter(node -> !node.jobServer().isEmpty())
            .toList();
    return new JobClient(resolve(System.getenv(), heads));
  }

  /**
   * The job server's address.
   *
   * @param heads nodes of this machine that have a job server
   */
  String resolve(Map<String, String> environment, List<LaunchedNode.Ready> heads) {
    String given = address != null ? address : environment.getOrDefault(VARIABLE, "");
    if (given.isBlank()) {
      return heads.isEmpty() ? "127.0.0.1:" + JobServer.DEFAULT_PORT : heads.getFirst().jobServer();
    }
    String plain = given.startsWith("http://") ? given.substring("http://".length()) : given;
    return heads.stream()
        .filter(head -> head.address().equals(plain))
        .map(LaunchedNode.Ready::jobServer)
        .findFirst()
        .orElse(plain);
  }
}
