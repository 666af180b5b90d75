package org.akkaray.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray up}: a cluster of several nodes on this machine, for development. */
@Command(
    name = "up",
    description = "Start a cluster of N nodes on this machine, each a JVM of its own.",
    sortOptions = false)
public final class UpCommand implements RaySubcommand {
  private static final int MOST = 64;

  @Parameters(paramLabel = "N", description = "How many nodes.")
  private int nodes;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The first node's port, 0 for any free one (default: ${DEFAULT-VALUE}).",
      defaultValue = "6379")
  private int port = StartCommand.DEFAULT_PORT;

  @Mixin private NodeOptions options = new NodeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Starts them. */
  @Override
  public Integer call() throws InterruptedException {
    if (nodes < 1 || nodes > MOST) {
      throw new UsageException("N: must be from 1 to " + MOST + " nodes, but is " + nodes);
    }
    List<LaunchedNode> launched = new ArrayList<>();
    try {
      OptionRules.port("--port", port);
      NodeFolders folders = NodeFolders.ofThisUser();
      PrintWriter out = spec.commandLine().getOut();
      launched.add(options.launch(folders, "node0", "", options.settings("node0", port)));
      String address = launched.getFirst().awaitReady(StartCommand.START_PATIENCE).address();
      for (int number = 1; number < nodes; number++) {
        String name = "node" + number;
        launched.add(options.launch(folders, name, address, options.settings(name, 0)));
      }
      for (int number = 0; number < nodes; number++) {
        LaunchedNode node = launched.get(number);
        LaunchedNode.Ready ready = node.awaitReady(StartCommand.START_PATIENCE);
        out.printf(
            "node%d runs at %s (process %d, log %s).%n",
            number, ready.address(), node.process().pid(), node.files().log());
      }
      out.printf("  connect to it:   Ray.init(RayConfig.connect(\"%s\"))%n", address);
      out.printf("  see the cluster: ray status --address %s%n", address);
      out.println("  stop it:         ray stop");
      return 0;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IllegalStateException e) {
      launched.forEach(node -> node.process().destroyForcibly());
      throw new CommandFailedException(e.getMessage(), e);
    }
  }
}
