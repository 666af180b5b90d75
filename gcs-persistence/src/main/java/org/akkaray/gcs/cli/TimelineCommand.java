package org.akkaray.gcs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.RaySubcommand;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.gcs.rows.EventSchema;
import org.akkaray.gcs.rows.NodeSchema;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtime.gcs.TaskRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ray timeline -o trace.json}. */
@Command(
    name = "timeline",
    description = "Write what ran where and when, for chrome://tracing or ui.perfetto.dev.",
    sortOptions = false)
public final class TimelineCommand implements RaySubcommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write (default: trace.json).")
  private Path output = Path.of("trace.json");

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many calls at most, the latest first (default: 100000).")
  private int limit = 100_000;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit: must be 1 or more, but is " + limit);
    }
    String trace;
    int spans;
    try (StoredTables tables = store.open()) {
      List<TaskRecord> tasks =
          tables.scan(new TaskSchema(), TableQuery.first(limit), task -> task.startedMicros() != 0);
      List<EventRecord> events = tables.scan(new EventSchema(), TableQuery.first(limit));
      List<NodeRecord> nodes = tables.scan(new NodeSchema(), TableQuery.first(Integer.MAX_VALUE));
      trace = TraceFile.of(tasks, events, nodes);
      spans = tasks.size() + events.size();
    }
    try {
      Files.writeString(output, trace);
    } catch (IOException e) {
      throw new CommandFailedException("--output: " + output + " cannot be written: " + e, e);
    }
    spec.commandLine()
        .getOut()
        .printf("%,d spans in %s; open it in ui.perfetto.dev or chrome://tracing%n", spans, output);
    return 0;
  }
}
