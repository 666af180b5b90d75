package org.akkaray.objectstore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.objectstore.arena.NodeFolder;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;
import org.akkaray.objectstore.store.StoreInspection;
import org.akkaray.objectstore.store.StoreInspection.Held;
import org.akkaray.runtime.object.StoredObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ray memory}: the objects in the stores of this host's living nodes, read from their shared
 * memory; the nodes take no notice.
 */
@Command(
    name = "memory",
    description = "List the objects in the object stores of this machine's nodes.",
    sortOptions = false)
public final class MemoryCommand implements RaySubcommand {
  private static final String LINE = "%-40s %14s  %-8s %5s  %-12s %-8s %10s  %s";

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where the nodes keep their objects, if ray.node.object-store-folder is set.")
  private @Nullable Path folder;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many objects of a node to list, the largest first (default: 100).")
  private int limit = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Lists. */
  @Override
  public Integer call() {
    if (limit < 0) {
      throw new UsageException("--limit: must be 0 or more, but is " + limit);
    }
    List<Path> parents = folder == null ? SharedMemoryObjectStores.usualFolders() : List.of(folder);
    List<Path> nodes =
        parents.stream()
            .filter(Files::isDirectory)
            .flatMap(parent -> NodeFolder.living(parent).stream())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (nodes.isEmpty()) {
      out.println(
          "No node lives on this machine: none has a folder in "
              + parents.stream().map(Path::toString).collect(Collectors.joining(", "))
              + ".");
    }
    nodes.forEach(node -> print(node, out));
    return 0;
  }

  private void print(Path node, PrintWriter out) {
    StoreInspection store;
    try {
      store = StoreInspection.of(node);
    } catch (IOException e) {
      throw new CommandFailedException(
          "cannot look into the object store %s (%s): has its node just ended?"
              .formatted(node, e.getMessage()),
          e);
    }
    List<Held> objects =
        store.objects().stream()
            .sorted(Comparator.comparingLong(held -> -held.object().size()))
            .toList();
    out.printf(
        "node %s, process %d: %,d objects, %,d of %,d bytes in memory, %,d on disk%n",
        node.getFileName(),
        store.pid(),
        objects.size(),
        bytes(objects, false),
        store.capacity(),
        bytes(objects, true));
    if (!objects.isEmpty()) {
      out.println(
          LINE.formatted(
              "object", "bytes", "state", "pins", "pinned by", "copy", "age", "created at"));
    }
    long now = System.currentTimeMillis();
    objects.stream().limit(limit).forEach(held -> out.println(line(held, now)));
    if (objects.size() > limit) {
      out.printf("and %,d smaller ones; --limit shows more%n", objects.size() - limit);
    }
  }

  private static long bytes(List<Held> objects, boolean onDisk) {
    return objects.stream()
        .map(Held::object)
        .filter(object -> (object.state() == StoredObject.State.SPILLED) == onDisk)
        .mapToLong(StoredObject::size)
        .sum();
  }

  private static String line(Held held, long now) {
    StoredObject object = held.object();
    return LINE.formatted(
        object.id(),
        "%,d".formatted(object.size()),
        object.state().name().toLowerCase(java.util.Locale.ROOT),
        object.pins() + held.pinnedBy().size(),
        held.pinnedBy().isEmpty()
            ? "-"
            : held.pinnedBy().stream().map(String::valueOf).collect(Collectors.joining(",")),
        object.isCopy() ? "second" : "primary",
        Duration.ofMillis(Math.max(0, now - object.createdMillis())).toSeconds() + " s",
        held.createdAt().isEmpty() ? "-" : held.createdAt());
  }
}
