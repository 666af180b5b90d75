package org.akkaray.runtime.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the nodes that this user started on this machine have their logs and pid files: a folder
 * for each, below one that only the user can enter. Folders of ended nodes are kept for their logs,
 * the newest {@value #MOST_ENDED}.
 */
public final class NodeFolders {
  static final int MOST_ENDED = 20;

  private final Path parent;

  private NodeFolders(Path parent) {
    this.parent = parent;
  }

  /**
   * Those of this user.
   *
   * @throws IllegalStateException if the folder is somebody else's, or cannot be made
   */
  public static NodeFolders ofThisUser() {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static NodeFolders in(Path temporary) {
    String user = System.getProperty("user.name");
    Path own = temporary.resolve("akka-ray-" + user);
    Path nodes = own.resolve("nodes");
    try {
      if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            own,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.getOwner(own, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
        throw new IllegalStateException(
            "The folder "
                + own
                + ", where logs and pid files of nodes go, belongs to somebody else: have it removed, or set another folder of temporary files with -Djava.io.tmpdir.");
      }
      Files.createDirectories(nodes);
      return new NodeFolders(nodes);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The folder " + own + ", where logs and pid files of nodes go, cannot be made: " + e, e);
    }
  }

  /** A folder for a node to be started. */
  public Path create(String name) {
    try {
      sweep();
      return Files.createTempDirectory(parent, name.replaceAll("[^A-Za-z0-9._-]", "_") + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The nodes that run, in the order in which they were started. */
  public List<LaunchedNode> living() {
    return folders().stream()
        .map(LaunchedNode::living)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(node -> node.process().info().startInstant().orElseThrow()))
        .toList();
  }

  private List<Path> folders() {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what ended long ago. */
  private void sweep() throws IOException {
    List<Path> ended =
        folders().stream()
            .filter(folder -> Files.exists(new LaunchedNode.Files(folder).pid()))
            .filter(folder -> LaunchedNode.living(folder).isEmpty())
            .sorted(Comparator.comparing(NodeFolders::changed).reversed())
            .skip(MOST_ENDED)
            .toList();
    for (Path folder : ended) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static long changed(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toMillis();
    } catch (IOException e) {
      return 0; // another command has just deleted it
    }
  }
}
