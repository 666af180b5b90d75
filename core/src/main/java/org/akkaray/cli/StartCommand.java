package org.akkaray.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtime.node.LaunchedNode;
import org.akkaray.runtime.node.NodeFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ray start}: starts a node as a process of its own. */
@Command(
    name = "start",
    description = "Start a node on this machine: the first of a cluster, or one more.",
    sortOptions = false)
public final class StartCommand implements RaySubcommand {
  /** The port of a head, as in Ray. */
  static final int DEFAULT_PORT = 6379;

  static final Duration START_PATIENCE = Duration.ofSeconds(120);

  @Option(names = "--head", description = "Begin a cluster.")
  private boolean head;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Join the cluster that has a node there.")
  private @Nullable String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port to listen on, 0 for any free one (default: 6379 with --head, else 0).")
  private @Nullable Integer port;

  @Option(names = "--node-name", paramLabel = "NAME", description = "The node's name in lists.")
  private String nodeName = "";

  @Option(names = "--block", description = "Stay until the node ends; Ctrl-C ends it.")
  private boolean block;

  @Mixin private NodeOptions node = new NodeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Starts the node. */
  @Override
  public Integer call() throws InterruptedException {
    String joined = address == null ? "" : address;
    if (head == (address != null)) {
      throw new UsageException(
          "say either --head, to begin a cluster, or --address HOST:PORT, to join one");
    }
    Map<String, String> settings;
    try {
      if (!head) {
        OptionRules.hostsAndPorts("--address", joined);
      }
      settings =
          node.settings(
              nodeName, OptionRules.port("--port", port == null ? head ? DEFAULT_PORT : 0 : port));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    LaunchedNode launched;
    LaunchedNode.Ready ready;
    try {
      launched = node.launch(NodeFolders.ofThisUser(), head ? "head" : nodeName, joined, settings);
      if (block) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(launched)));
      }
      ready = launched.awaitReady(START_PATIENCE);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    print(launched, ready);
    if (block) {
      launched.process().onExit().join();
      throw new CommandFailedException(
          "the node has ended; its log is " + launched.files().log() + ".");
    }
    return 0;
  }

  private void print(LaunchedNode launched, LaunchedNode.Ready ready) {
    PrintWriter out = spec.commandLine().getOut();
    if (node.isInsecure()) {
      out.println(
          "WARNING: nothing is authenticated or encrypted; whoever can reach "
              + ready.address()
              + " can run code on this machine.");
    }
    out.printf(
        "Node %s runs at %s (process %d, log %s).%n",
        nodeName.isEmpty() ? ready.id() : nodeName,
        ready.address(),
        launched.process().pid(),
        launched.files().log());
    if (head) {
      out.printf("  add a node:      ray start --address %s%n", ready.address());
      out.printf("  connect to it:   Ray.init(RayConfig.connect(\"%s\"))%n", ready.address());
      out.printf("  see the cluster: ray status --address %s%n", ready.address());
    }
    out.println("  stop it:         ray stop");
  }

  private static void end(LaunchedNode launched) {
    launched.process().destroy();
    launched.process().onExit().join();
  }
}
