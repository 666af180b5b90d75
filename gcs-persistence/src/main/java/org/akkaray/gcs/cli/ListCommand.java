package org.akkaray.gcs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.runtime.gcs.TableQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray list TABLE}. */
@Command(
    name = "list",
    description =
        "List tasks, actors, objects, nodes, jobs, functions or events, the newest first.",
    sortOptions = false)
public final class ListCommand implements RaySubcommand {
  @Parameters(paramLabel = "TABLE", description = "One of ${COMPLETION-CANDIDATES}.")
  private ListedTable table = ListedTable.tasks;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FIELD=VALUE",
      description = "Only rows whose field has the value, or has not: FIELD!=VALUE. All must hold.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many rows at most (default: 100).")
  private int limit = 100;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: table).")
  private RowFormat format = RowFormat.table;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit: must be 1 or more, but is " + limit);
    }
    TableQuery query = new TableQuery(filters.stream().map(ListCommand::condition).toList(), limit);
    List<Map<String, String>> rows;
    try (StoredTables tables = store.open()) {
      rows = table.rows(tables, query);
      List<Map<String, String>> some =
          rows.isEmpty() && !filters.isEmpty() ? table.rows(tables, TableQuery.first(1)) : rows;
      some.stream()
          .findFirst()
          .ifPresent(row -> query.conditions().forEach(condition -> requireField(row, condition)));
    }
    format.print(rows, spec.commandLine().getOut());
    return 0;
  }

  private void requireField(Map<String, String> row, TableQuery.Condition condition) {
    if (!row.containsKey(condition.field())) {
      throw new UsageException(
          "--filter: %s have no field %s, only %s"
              .formatted(table, condition.field(), String.join(", ", row.keySet())));
    }
  }

  private static TableQuery.Condition condition(String text) {
    int at = text.indexOf('=');
    if (at <= 0 || text.startsWith("!=")) {
      throw new UsageException("--filter: must be FIELD=VALUE or FIELD!=VALUE, but is " + text);
    }
    boolean isNegated = text.charAt(at - 1) == '!';
    return new TableQuery.Condition(
        text.substring(0, isNegated ? at - 1 : at).trim(),
        text.substring(at + 1).trim(),
        isNegated);
  }
}
