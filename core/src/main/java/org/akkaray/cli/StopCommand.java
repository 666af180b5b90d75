package org.akkaray.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ray stop}: ends the nodes that this user started on this machine. */
@Command(
    name = "stop",
    description = "Stop the nodes that you started on this machine: their work may end first.",
    sortOptions = false)
public final class StopCommand implements RaySubcommand {
  @Option(names = "--force", description = "Kill them, instead of having them leave.")
  private boolean force;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for them (default: ${DEFAULT-VALUE}).",
      defaultValue = "60")
  private int timeout = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Ends them. */
  @Override
  public Integer call() throws InterruptedException {
    if (timeout < 0) {
      throw new UsageException("--timeout: must not be negative, but is " + timeout);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<LaunchedNode> living;
    try {
      living = NodeFolders.ofThisUser().living();
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    if (living.isEmpty()) {
      out.println("No node that you started runs on this machine.");
      return 0;
    }
    for (LaunchedNode node : living) {
      boolean told = force ? node.process().destroyForcibly() : node.process().destroy();
      if (!told) {
        out.printf("Process %d ended by itself.%n", node.process().pid());
      }
    }
    long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    List<Long> stubborn = new ArrayList<>();
    for (LaunchedNode node : living) {
      long left = Math.max(1, end - System.nanoTime());
      if (node.awaitEnd(Duration.ofNanos(left))) {
        out.printf("Node of process %d has ended.%n", node.process().pid());
      } else {
        stubborn.add(node.process().pid());
      }
    }
    if (!stubborn.isEmpty()) {
      throw new CommandFailedException(
          "these processes have not ended within "
              + timeout
              + " s: "
              + stubborn
              + "; wait, or kill them with 'ray stop --force'.");
    }
    return 0;
  }
}
