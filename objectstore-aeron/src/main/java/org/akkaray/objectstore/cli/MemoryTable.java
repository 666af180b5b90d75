package org.akkaray.objectstore.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.StoreReport;
import org.akkaray.runtime.object.StoredObject;
import org.jspecify.annotations.Nullable;

/** The lines that {@code ray memory} prints of some nodes. */
final class MemoryTable {
  private static final String LINE = "%-40s %14s  %-8s %-5s %5s  %-12s %-8s %-20s %10s  %s";
  private static final String NOTHING = "-";

  /**
   * A node and what is in its store.
   *
   * @param report null if it did not answer
   */
  record Node(String name, String place, @Nullable StoreReport report) {}

  private final List<Node> nodes;

  /** The names of the nodes that have an object, as far as they are listed. */
  private final Map<ObjectId, List<String>> holders = new HashMap<>();

  MemoryTable(List<Node> nodes) {
    this.nodes = nodes;
    for (Node node : nodes) {
      if (node.report != null) {
        for (StoreReport.Held held : node.report.largest()) {
          holders.computeIfAbsent(held.object().id(), id -> new ArrayList<>()).add(node.name);
        }
      }
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (Node node : nodes) {
      StoreReport report = node.report;
      if (report == null) {
        lines.add("node %s at %s did not answer".formatted(node.name, node.place));
        continue;
      }
      lines.add(
          "node %s at %s, process %d: %,d objects, %,d of %,d bytes in memory, %,d on disk"
              .formatted(
                  node.name,
                  node.place,
                  report.pid(),
                  report.objects(),
                  report.bytesInMemory(),
                  report.capacity(),
                  report.bytesOnDisk()));
      if (!report.largest().isEmpty()) {
        lines.add(
            LINE.formatted(
                "object",
                "bytes",
                "state",
                "disk",
                "pins",
                "pinned by",
                "copy",
                "also at",
                "age",
                "created at"));
      }
      report.largest().forEach(held -> lines.add(line(node, held, now)));
      long more = report.objects() - report.largest().size();
      if (more > 0) {
        lines.add("and %,d smaller ones; --limit shows more".formatted(more));
      }
    }
    return lines;
  }

  private String line(Node node, StoreReport.Held held, long now) {
    StoredObject object = held.object();
    String others =
        holders.getOrDefault(object.id(), List.of()).stream()
            .filter(name -> !name.equals(node.name))
            .collect(Collectors.joining(","));
    return LINE.formatted(
        object.id(),
        "%,d".formatted(object.size()),
        object.state().name().toLowerCase(Locale.ROOT),
        held.onDisk() ? "yes" : NOTHING,
        object.pins() + held.pinnedBy().size(),
        orNothing(held.pinnedBy().stream().map(String::valueOf).collect(Collectors.joining(","))),
        object.isCopy() ? "second" : "primary",
        orNothing(others),
        Duration.ofMillis(Math.max(0, now - object.createdMillis())).toSeconds() + " s",
        orNothing(held.createdAt()));
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : text;
  }
}
