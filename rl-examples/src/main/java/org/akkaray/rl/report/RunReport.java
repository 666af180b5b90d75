package org.akkaray.rl.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.akkaray.cli.RayCommand;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run tells: to the terminal and to its folder. Open one for a run, call {@link #row}
 * for each line of the table, {@link #outcome} at the end, and close it. Not thread-safe.
 */
public final class RunReport implements AutoCloseable {
  private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final List<Column> columns;
  private final RunFiles files;
  private final Display display;

  private RunReport(List<Column> columns, RunFiles files, Display display) {
    this.columns = columns;
    this.files = files;
    this.display = display;
  }

  /**
   * Makes the run's folder and opens the display.
   *
   * @param options where to and how loud
   * @param out where rows are printed
   * @param workload first part of the folder's name
   * @param task what the progress bar counts
   * @param columns of the table
   * @param params everything that decides the result, for {@code params.json}; versions are added
   */
  public static RunReport open(
      RunOptions options,
      PrintStream out,
      String workload,
      String task,
      List<Column> columns,
      Map<String, ?> params) {
    String name =
        "%s-%s-seed%d-%s"
            .formatted(
                workload,
                options.environment(),
                options.seed(),
                LocalDateTime.now().format(RUN_TIME));
    RunFiles files = RunFiles.create(options.out(), name, columns);
    Map<String, Object> all = new LinkedHashMap<>(params);
    all.putAll(versions());
    files.writeParams(all);
    Display display = new Display(options.mode(), out, Display.isTerminal(), task, columns);
    return new RunReport(columns, files, display);
  }

  /** The folder of this run. */
  public Path directory() {
    return files.directory();
  }

  /** Moves the progress bar, where there is one. */
  public void progress(String phase, long done, long total) {
    display.progress(phase, done, total);
  }

  /**
   * Adds a line to the table.
   *
   * @param values one for each column, null where there is none
   */
  public void row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "the table has %d columns, not %d".formatted(columns.size(), values.length));
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(columns.get(i).name(), values[i]);
    }
    files.addRow(row);
    display.row(row);
  }

  /** A sentence for people who watch. */
  public void note(String sentence) {
    display.note(sentence);
  }

  /** How the run ended: the sentence for people, the values for {@code --json}. */
  public void outcome(String sentence, Map<String, ?> values) {
    display.outcome(sentence, values);
  }

  @Override
  public void close() {
    display.close();
    files.close();
  }

  private static Map<String, Object> versions() {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("akka_ray_version", akkaRayVersion());
    versions.put("java_version", Runtime.version().toString());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("processors", Runtime.getRuntime().availableProcessors());
    return versions;
  }

  private static String akkaRayVersion() {
    try (InputStream in =
        RayCommand.class.getResourceAsStream("/org/akkaray/runtime/version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
