package org.akkaray.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a cluster has left behind after its end that it should not have. */
record Leftovers(
    Path folder, Path sharedMemory, List<LocalNode> nodes, List<String> expectedInLogs) {

  /** One sentence for each. */
  List<String> find() {
    List<String> found = new ArrayList<>();
    for (LocalNode node : nodes) {
      if (node.isAlive()) {
        found.add(node + " still runs");
      }
      if (!node.wasKilled()) { // one that was cannot have cleaned up
        files(node.folder().resolve("tmp")).forEach(file -> found.add(node + " left " + file));
        files(sharedMemory.resolve(node.id().toString()))
            .forEach(file -> found.add(node + " left " + file + " in shared memory"));
      }
      node.log().stream()
          .filter(line -> line.contains(" ERROR "))
          .filter(line -> expectedInLogs.stream().noneMatch(line::contains))
          .forEach(line -> found.add(node + " logged: " + line));
    }
    return found;
  }

  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("hsperfdata_")) // the JVM's own
          .filter(file -> !file.endsWith("door")) // a lock that all nodes of a folder share
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
