package org.akkaray.cli;

import java.util.Optional;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import org.jspecify.annotations.Nullable;

/** Which cluster a command is about. */
public final class ClusterAddress {
  private ClusterAddress() {}

  /**
   * The one that is named, or else that of the environment's {@code RAY_ADDRESS}, or of the first
   * node that this user started on this machine.
   *
   * @throws CommandFailedException if there is none of these
   */
  public static String of(@Nullable String named) {
    return find(named)
        .orElseThrow(() ->
            new CommandFailedException(
                "no node that you started runs on this machine: say which cluster with --address"
                    + " HOST:PORT, or start one with 'ray start --head'."));
  }

  private static Optional<String> find(@Nullable String named) {
    if (named != null) {
      return Optional.of(named);
    }
    String fromEnvironment = System.getenv("RAY_ADDRESS");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return Optional.of(fromEnvironment);
    }
    return NodeFolders.ofThisUser().living().stream()
        .map(LaunchedNode::ready)
        .flatMap(Optional::stream)
        .map(LaunchedNode.Ready::address)
        .findFirst();
  }
}
