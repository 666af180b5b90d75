package org.akkaray.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.akkaray.RayConfig;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.job.JobServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is a node: begins a cluster or joins one, and runs until it is told to stop
 * (SIGTERM) or the cluster gives it up.
 *
 * <p>Its settings are those of {@link RayConfig#load}, except for {@code ray.address}, which is for
 * drivers. Its arguments, which may be left out: a file to write when the node can be used, with
 * its address as host:port on the first line, its id on the second, and on the third the address of
 * its job server if it begins a cluster; and the cluster to join as host:port, empty for none. If
 * the node cannot start, the reason is the last line on standard error and the exit code is 1.
 */
public final class NodeProcess {
  private static final Logger log = LoggerFactory.getLogger(NodeProcess.class);

  private NodeProcess() {}

  /** Runs the node; see the class. */
  public static void main(String[] args) {
    JobRuntime node;
    try {
      System.setProperty("ray.address", "");
      RayConfig config = RayConfig.load();
      node = NodeBootstrap.startNode(config, args.length > 1 ? args[1] : "");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> node.leave(config.getClusterConfig().getDrainTimeout()), "ray-leave"));
      ClusterNode self = node.open().node().member().membership().self();
      log.info(
          "Node {} is ready at {}:{}, process {}.",
          self.record().name(),
          self.record().address(),
          self.record().port(),
          ProcessHandle.current().pid());
      if (args.length > 0) {
        Path ready = Path.of(args[0]).toAbsolutePath();
        writeReady(ready, self, begins(args) ? jobServer(ready.getParent(), self) : "");
      }
    } catch (IllegalStateException | IllegalArgumentException | IOException e) {
      log.debug("The node could not start.", e);
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    node.open().node().member().givenUp().toCompletableFuture().join();
    log.error(
        "The cluster has given this node up: it had not heard of it for too long, or this was the smaller part of a cut network. The node ends; start it again to have it join as a new one.");
    node.close();
    System.exit(1);
  }

  private static boolean begins(String[] args) {
    return args.length < 2 || args[1].isEmpty();
  }

  /** Starts the server that runs submitted drivers, until this process ends. */
  private static String jobServer(Path folder, ClusterNode self) {
    JobServer.Settings settings =
        JobServer.Settings.of(address(self), folder.resolve("jobs"), JvmFlags.all());
    JobServer server;
    try {
      server = JobServer.start(settings);
    } catch (IllegalStateException e) {
      server = JobServer.start(settings.withPort(0)); // another cluster's head has the usual one
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ray-end-jobs"));
    log.info("The job server listens at {}.", server.address());
    return server.address();
  }

  private static String address(ClusterNode node) {
    return node.record().address() + ":" + node.record().port();
  }

  /** Whoever waits for the file sees all of it. */
  private static void writeReady(Path file, ClusterNode self, String jobServer) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, address(self) + "\n" + self.id() + "\n" + jobServer + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
