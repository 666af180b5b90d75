package org.akkaray.rl.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.akkaray.cli.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** The files of one run. Each row is on disk when it was added: a killed run keeps what it had. */
final class RunFiles implements AutoCloseable {
  private final Path directory;
  private final Writer csv;
  private final Writer json;

  private RunFiles(Path directory, List<Column> columns) throws IOException {
    this.directory = directory;
    csv = Files.newBufferedWriter(directory.resolve("progress.csv"));
    json = Files.newBufferedWriter(directory.resolve("result.json"));
    csv.write(columns.stream().map(Column::name).collect(Collectors.joining(",")) + "\n");
    csv.flush();
  }

  /**
   * Makes a new folder and its files.
   *
   * @param out the folder for all runs
   * @param name of this run; a number is added if it is taken
   * @throws CommandFailedException if the folder cannot be made
   */
  static RunFiles create(Path out, String name, List<Column> columns) {
    try {
      Files.createDirectories(out);
      return new RunFiles(newFolder(out, name), columns);
    } catch (IOException e) {
      throw new CommandFailedException(
          "cannot make a folder in '%s' (%s): name another with --out".formatted(out, e), e);
    }
  }

  private static Path newFolder(Path out, String name) throws IOException {
    for (int number = 1; ; number++) {
      Path folder = out.resolve(number == 1 ? name : name + "-" + number);
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
  }

  Path directory() {
    return directory;
  }

  void writeParams(Map<String, ?> params) {
    String lines =
        params.entrySet().stream()
            .map(entry -> "  %s: %s".formatted(Json.of(entry.getKey()), Json.of(entry.getValue())))
            .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    try {
      Files.writeString(directory.resolve("params.json"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void addRow(Map<String, @Nullable Object> row) {
    try {
      csv.write(row.values().stream().map(RunFiles::cell).collect(Collectors.joining(",")) + "\n");
      csv.flush();
      json.write(Json.of(row) + "\n");
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  @Override
  public void close() {
    try (csv;
        json) {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
