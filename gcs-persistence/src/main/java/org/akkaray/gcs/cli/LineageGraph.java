package org.akkaray.gcs.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;

/**
 * What a task depends on, back to the driver.
 *
 * @param target the task
 * @param tasks those that are logged, the nearest first, with their distance from the target
 */
record LineageGraph(TaskId target, Map<TaskId, Placed> tasks, List<Edge> edges) {

  /** A task and how many steps it is away. */
  record Placed(TaskRecord task, int distance) {}

  /** Why one task depends on another. */
  enum Kind {
    /** It takes what the other returned. */
    DATA,
    /** The other called it. */
    CONTROL,
    /** It is the next call of the same actor. */
    STATEFUL
  }

  /** From the task that comes first. */
  record Edge(TaskId from, TaskId to, Kind kind) {}

  /**
   * @param find the record of a task, if it is logged
   * @param limit of tasks
   */
  static LineageGraph of(
      TaskRecord target, Function<TaskId, Optional<TaskRecord>> find, int limit) {
    Map<TaskId, Placed> tasks = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    Queue<Placed> open = new ArrayDeque<>(List.of(new Placed(target, 0)));
    tasks.put(target.id(), open.peek());
    while (!open.isEmpty()) {
      Placed at = open.remove();
      for (Edge edge : into(at.task)) {
        Placed from = tasks.get(edge.from);
        if (from == null && tasks.size() < limit) {
          Optional<TaskRecord> found = find.apply(edge.from);
          if (found.isPresent()) {
            from = new Placed(found.get(), at.distance + 1);
            tasks.put(edge.from, from);
            open.add(from);
          }
        }
        if (from != null) {
          edges.add(edge);
        }
      }
    }
    return new LineageGraph(target.id(), tasks, edges);
  }

  private static List<Edge> into(TaskRecord task) {
    List<Edge> edges = new ArrayList<>();
    task.arguments().stream()
        .filter(argument -> !argument.isPut())
        .map(ObjectId::getTaskId)
        .distinct()
        .forEach(maker -> edges.add(new Edge(maker, task.id(), Kind.DATA)));
    if (task.previous() != null) {
      edges.add(new Edge(task.previous(), task.id(), Kind.STATEFUL));
    }
    edges.add(new Edge(task.parent(), task.id(), Kind.CONTROL));
    return edges;
  }
}
