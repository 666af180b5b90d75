package org.akkaray.gcs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.id.TaskId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray graph ID -o graph.svg}. */
@Command(
    name = "graph",
    description = "Draw a task's lineage: what it takes, who called it, what ran before it.",
    sortOptions = false)
public final class GraphCommand implements RaySubcommand {
  @Parameters(paramLabel = "ID", description = "The task's id, or that of an object it made.")
  private String id = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write (default: graph.svg).")
  private Path output = Path.of("graph.svg");

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many tasks at most, the nearest first (default: 200).")
  private int limit = 200;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit: must be 1 or more, but is " + limit);
    }
    TaskId taskId = TaskArgument.parse(id);
    LineageGraph graph;
    try (StoredTables tables = store.open()) {
      graph = LineageGraph.of(TaskArgument.find(tables, taskId), tables::task, limit);
    }
    try {
      Files.writeString(output, LineageDrawing.svg(graph));
    } catch (IOException e) {
      throw new CommandFailedException("--output: " + output + " cannot be written: " + e, e);
    }
    spec.commandLine()
        .getOut()
        .printf("%,d tasks, %,d edges in %s%n", graph.tasks().size(), graph.edges().size(), output);
    return 0;
  }
}
