package org.akkaray.gcs.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.TaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A trace in the Chrome Trace Event Format (JSON object form, complete events "X"), which Perfetto
 * reads too. A node is a process; spans that overlap are on different threads. The edges of the
 * task graph are arrows ({@link TraceFlows}).
 */
final class TraceFile {
  /**
   * @param task null if it is none
   */
  private record Span(
      String name,
      String kind,
      UniqueId node,
      long start,
      long end,
      Map<String, String> details,
      @Nullable TaskId task) {}

  /** The spans of a node go to the first lane that is free. */
  private static final class Lanes {
    private final List<Long> freeFrom = new ArrayList<>();

    int take(Span span) {
      for (int lane = 0; lane < freeFrom.size(); lane++) {
        if (freeFrom.get(lane) <= span.start) {
          freeFrom.set(lane, Math.max(span.end, span.start + 1));
          return lane;
        }
      }
      freeFrom.add(Math.max(span.end, span.start + 1));
      return freeFrom.size() - 1;
    }
  }

  private TraceFile() {}

  static String of(List<TaskRecord> tasks, List<EventRecord> events, List<NodeRecord> nodes) {
    long last =
        Stream.concat(
                tasks.stream().map(task -> Math.max(task.startedMicros(), task.endedMicros())),
                events.stream().map(EventRecord::endedMicros))
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    List<Span> spans = new ArrayList<>();
    tasks.forEach(task -> spans.add(span(task, last)));
    events.forEach(event -> spans.add(span(event)));
    spans.sort(Comparator.comparingLong(Span::start));

    Map<UniqueId, String> names = new LinkedHashMap<>();
    nodes.forEach(node -> names.put(node.id(), node.name()));
    Map<UniqueId, Integer> processes = new LinkedHashMap<>();
    Map<String, Lanes> lanes = new LinkedHashMap<>();
    JsonText text = new JsonText();
    TraceFlows flows = new TraceFlows(text);
    text.beginObject().field("displayTimeUnit", "ms").name("traceEvents").beginArray();
    for (Span span : spans) {
      Integer known = processes.get(span.node);
      int process = known != null ? known : processes.size() + 1;
      if (known == null) {
        processes.put(span.node, process);
        name(text, process, "node " + names.getOrDefault(span.node, span.node.toString()));
      }
      // Transfers and the like are below the calls.
      boolean isCall = !span.kind.equals("event") && !span.kind.equals("transfer");
      int lane =
          lanes.computeIfAbsent(process + (isCall ? "c" : "e"), key -> new Lanes()).take(span);
      int thread = isCall ? lane + 1 : lane + 100_001;
      write(text, span, process, thread);
      if (span.task != null) {
        flows.placed(span.task, new TraceFlows.Place(process, thread, span.start, span.end));
      }
    }
    flows.write(tasks);
    return text.endArray().endObject().toString();
  }

  private static Span span(TaskRecord task, long last) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("id", task.id().toString());
    details.put("parent", task.parent().toString());
    details.put("state", task.state().name().toLowerCase(Locale.ROOT));
    details.put("attempt", Integer.toString(task.attempt()));
    if (task.actor() != null) {
      details.put("actor", task.actor().toString());
    }
    return new Span(
        task.name(),
        task.kind().name().toLowerCase(Locale.ROOT),
        task.node(),
        task.startedMicros(),
        task.endedMicros() == 0 ? last : task.endedMicros(), // it still runs
        details,
        task.id());
  }

  private static Span span(EventRecord event) {
    return new Span(
        event.name(),
        event.kind().equals("transfer") ? "transfer" : "event",
        event.node(),
        event.startedMicros(),
        event.endedMicros(),
        event.details(),
        null);
  }

  private static void name(JsonText text, int process, String name) {
    text.beginObject()
        .field("name", "process_name")
        .field("ph", "M")
        .field("pid", process)
        .name("args")
        .beginObject()
        .field("name", name)
        .endObject()
        .endObject();
  }

  private static void write(JsonText text, Span span, int process, int thread) {
    text.beginObject()
        .field("name", span.name)
        .field("cat", span.kind)
        .field("ph", "X")
        .field("ts", span.start)
        .field("dur", Math.max(0, span.end - span.start))
        .field("pid", process)
        .field("tid", thread)
        .name("args")
        .beginObject();
    span.details.forEach(text::field);
    text.endObject().endObject();
  }
}
