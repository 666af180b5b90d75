package org.akkaray.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import org.akkaray.RayConfig;
import org.akkaray.runtime.cluster.ClusterNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is a node: begins a cluster or joins the one at {@code ray.address}, and runs
 * until it is told to stop (SIGTERM) or the cluster gives it up.
 *
 * <p>Its settings are those of {@link RayConfig#load}. Its only argument, which may be left out, is
 * a file to write when the node can be used: its address as host:port on the first line, its id on
 * the second. If the node cannot start, the reason is the last line on standard error and the exit
 * code is 1.
 */
public final class NodeProcess {
  private static final Logger log = LoggerFactory.getLogger(NodeProcess.class);

  private NodeProcess() {}

  /** Runs the node; see the class. */
  public static void main(String[] args) throws InterruptedException {
    JobRuntime node;
    try {
      node = NodeBootstrap.startNode(RayConfig.load());
      Runtime.getRuntime().addShutdownHook(new Thread(node::close, "ray-stop"));
      ClusterNode self = node.open().node().member().membership().self();
      log.info(
          "Node {} is ready at {}:{}, process {}.",
          self.record().name(),
          self.record().address(),
          self.record().port(),
          ProcessHandle.current().pid());
      if (args.length > 0) {
        writeReady(Path.of(args[0]), self);
      }
    } catch (IllegalStateException | IllegalArgumentException | IOException e) {
      log.debug("The node could not start.", e);
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    try {
      var unused =
          node.open().node().member().system().getWhenTerminated().toCompletableFuture().get();
    } catch (ExecutionException | IllegalStateException e) {
      log.debug("The node has ended.", e);
    }
    if (!node.isClosing()) {
      log.error(
          "This node was given up by the cluster, which had not heard of it for too long, or could not go on alone; it ends. Start it again to have it join as a new node.");
      System.exit(1);
    }
  }

  /** Whoever waits for the file sees all of it. */
  private static void writeReady(Path file, ClusterNode self) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        written, self.record().address() + ":" + self.record().port() + "\n" + self.id() + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
