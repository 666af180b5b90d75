package org.akkaray.runtime.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts nodes as processes of their own (see {@link NodeProcess}).
 *
 * @param java the program to start a JVM with
 * @param classPath what the nodes know from the beginning: akka-ray and its libraries, no program
 *     of a user
 * @param jvmOptions besides the flags that every node needs
 */
public record NodeLauncher(Path java, String classPath, List<String> jvmOptions) {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  public NodeLauncher {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** Nodes that run on this process's own JDK. */
  public static NodeLauncher withThisJdk(String classPath, List<String> jvmOptions) {
    return new NodeLauncher(
        Path.of(System.getProperty("java.home"), "bin", "java"), classPath, jvmOptions);
  }

  /**
   * Starts a node in the background; it goes on when this process ends.
   *
   * @param folder where its log and its pid file are written; made if need be
   * @param address of the cluster to join as host:port, empty to begin one
   * @param settings of {@code ray.*}
   * @throws UncheckedIOException if the process cannot be started
   */
  public LaunchedNode launch(Path folder, String address, Map<String, String> settings) {
    LaunchedNode.Files files = new LaunchedNode.Files(folder);
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(files.ready());
      Process process =
          new ProcessBuilder(command(address, settings, files.ready()))
              .redirectErrorStream(true)
              .redirectOutput(files.log().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      LaunchedNode node = new LaunchedNode(process.toHandle(), files);
      node.writePid();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("A node's process could not be started.", e);
    }
  }

  /** The whole command line of a node. */
  private List<String> command(String address, Map<String, String> settings, Path ready) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // away from the terminal: its Ctrl-C is not for the node
    }
    command.add(java.toString());
    command.addAll(JvmFlags.all());
    command.addAll(jvmOptions);
    new TreeMap<>(settings).forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(
        List.of("-cp", classPath, NodeProcess.class.getName(), ready.toString(), address));
    return command;
  }
}
