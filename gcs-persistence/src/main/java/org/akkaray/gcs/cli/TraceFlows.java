package org.akkaray.gcs.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;

/**
 * The edges of the task graph as arrows of a trace ("flow events"): each is a pair of events with
 * the same id, one within the span it comes from and one at the beginning of the span it leads to.
 */
final class TraceFlows {
  /** Where the span of a call is in the trace. */
  record Place(int process, int thread, long start, long end) {
    /** The last moment within the span. */
    long last() {
      return Math.max(start, end - 1);
    }
  }

  private final Map<TaskId, Place> places = new HashMap<>();
  private final JsonText text;
  private long next = 1;

  TraceFlows(JsonText text) {
    this.text = text;
  }

  void placed(TaskId task, Place place) {
    places.put(task, place);
  }

  /** Writes the arrows between calls that have a place. */
  void write(List<TaskRecord> tasks) {
    for (TaskRecord task : tasks) {
      Place to = places.get(task.id());
      if (to == null) {
        continue;
      }
      for (ObjectId argument : task.arguments()) {
        if (!argument.isPut()) {
          from(argument.getTaskId(), from -> arrow(LineageGraph.Kind.DATA, from, from.last(), to));
        }
      }
      if (task.previous() != null) {
        from(task.previous(), from -> arrow(LineageGraph.Kind.STATEFUL, from, from.last(), to));
      }
      from(
          task.parent(),
          from ->
              arrow(
                  LineageGraph.Kind.CONTROL,
                  from,
                  Math.clamp(task.submittedMicros(), from.start, from.last()),
                  to));
    }
  }

  private void from(TaskId task, Consumer<Place> use) {
    Place from = places.get(task);
    if (from != null) {
      use.accept(from);
    }
  }

  private void arrow(LineageGraph.Kind kind, Place from, long leaves, Place to) {
    if (leaves > to.start) {
      return; // clocks of two nodes differ, or an earlier attempt was the one that made it
    }
    long id = next++;
    event(kind, "s", id, leaves, from);
    event(kind, "f", id, to.start, to);
  }

  private void event(LineageGraph.Kind kind, String phase, long id, long at, Place place) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    text.beginObject()
        .field("name", name)
        .field("cat", name)
        .field("ph", phase)
        .field("id", id)
        .field("ts", at)
        .field("pid", place.process)
        .field("tid", place.thread);
    if (phase.equals("f")) {
      text.field("bp", "e"); // bound to the span that begins there
    }
    text.endObject();
  }
}
