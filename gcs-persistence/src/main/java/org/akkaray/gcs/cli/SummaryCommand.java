package org.akkaray.gcs.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray summary tasks}. */
@Command(
    name = "summary",
    description = "Count tasks by name and state, with the time they took.",
    sortOptions = false)
public final class SummaryCommand implements RaySubcommand {
  /** What can be summed up. */
  public enum Subject {
    tasks
  }

  @Parameters(paramLabel = "TABLE", description = "${COMPLETION-CANDIDATES}")
  private Subject subject = Subject.tasks;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: table).")
  private RowFormat format = RowFormat.table;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final class Sum {
    private final Map<TaskRecord.State, Integer> states = new EnumMap<>(TaskRecord.State.class);
    private long runMicros;
    private int runs;
  }

  @Override
  public Integer call() {
    Map<String, Sum> sums = new LinkedHashMap<>();
    try (StoredTables tables = store.open()) {
      // All are looked at, none is kept.
      tables.scan(
          new TaskSchema(),
          TableQuery.first(Integer.MAX_VALUE),
          task -> {
            add(sums.computeIfAbsent(task.name(), name -> new Sum()), task);
            return false;
          });
    }
    List<Map<String, String>> rows = new ArrayList<>();
    sums.entrySet().stream()
        .sorted(Comparator.comparingInt((Map.Entry<String, Sum> each) -> -total(each.getValue())))
        .forEach(each -> rows.add(row(each.getKey(), each.getValue())));
    format.print(rows, spec.commandLine().getOut());
    return 0;
  }

  private static void add(Sum sum, TaskRecord task) {
    sum.states.merge(task.state(), 1, Integer::sum);
    if (task.startedMicros() != 0 && task.endedMicros() != 0) {
      sum.runMicros += task.endedMicros() - task.startedMicros();
      sum.runs++;
    }
  }

  private static int total(Sum sum) {
    return sum.states.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, String> row(String name, Sum sum) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("all", Integer.toString(total(sum)));
    for (TaskRecord.State state : TaskRecord.State.values()) {
      row.put(
          state.name().toLowerCase(Locale.ROOT),
          Integer.toString(sum.states.getOrDefault(state, 0)));
    }
    row.put(
        "mean_ms",
        sum.runs == 0 ? "" : String.format(Locale.ROOT, "%.3f", sum.runMicros / 1000.0 / sum.runs));
    return row;
  }
}
