package org.akkaray.gcs.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray get task ID}. */
@Command(
    name = "get",
    description = "Show a task: what it is, its callers, what it called, what it waits for.",
    sortOptions = false)
public final class GetCommand implements RaySubcommand {
  private static final int CHILDREN = 100;
  private static final int PARENTS = 100;

  /** What can be shown. */
  public enum Subject {
    task
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Subject subject = Subject.task;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The task's id, or that of an object it made.")
  private String id = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: table).")
  private RowFormat format = RowFormat.table;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    TaskId taskId = TaskArgument.parse(id);
    Map<String, String> shown = new LinkedHashMap<>();
    try (StoredTables tables = store.open()) {
      TaskRecord task = TaskArgument.find(tables, taskId);
      shown.putAll(task.fields());
      shown.put("function", task.function());
      shown.put("spec", task.spec().length + " bytes");
      shown.put("arguments", arguments(tables, task));
      shown.put("callers", callers(tables, task));
      shown.put("called", called(tables, task));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == RowFormat.json) {
      format.print(List.of(shown), out);
    } else {
      shown.forEach((name, value) -> out.printf("%-10s %s%n", name, value.isEmpty() ? "-" : value));
    }
    return 0;
  }

  /** Where it waits, and why: an argument whose task is not over. */
  private static String arguments(StoredTables tables, TaskRecord task) {
    return task.arguments().stream()
        .map(argument -> argument + " (" + origin(tables, argument) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String origin(StoredTables tables, ObjectId argument) {
    if (argument.isPut()) {
      return "put";
    }
    return tables
        .task(argument.getTaskId())
        .map(maker -> maker.name() + ", " + state(maker))
        .orElse("its task is not logged");
  }

  private static String state(TaskRecord task) {
    return task.state().name().toLowerCase(Locale.ROOT);
  }

  private static String callers(StoredTables tables, TaskRecord task) {
    StringBuilder callers = new StringBuilder();
    Optional<TaskRecord> caller = tables.task(task.parent());
    for (int i = 0; caller.isPresent() && i < PARENTS; i++) {
      callers.append(caller.get().name()).append(" (").append(caller.get().id()).append(") < ");
      caller = tables.task(caller.get().parent());
    }
    return callers.append("driver of job ").append(task.job()).toString();
  }

  private static String called(StoredTables tables, TaskRecord task) {
    return tables
        .scan(
            new TaskSchema(), TableQuery.first(CHILDREN), other -> other.parent().equals(task.id()))
        .stream()
        .map(child -> child.name() + " (" + child.id() + ", " + state(child) + ")")
        .collect(Collectors.joining(", "));
  }
}
