package org.akkaray.rl.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The terminal's side of a run: a line for each row, below it a live bar if somebody watches. Rows
 * go to the given stream, the bar to stderr. Not thread-safe.
 */
final class Display implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final int ROWS_BETWEEN_HEADINGS = 25;
  private static final int REFRESH_MILLIS = 100;

  private final Mode mode;
  private final PrintStream out;
  private final List<Column> columns;
  private final @Nullable ProgressBar bar;
  private int rows;

  /** What is printed: all, nothing but the last words, or JSON lines. */
  enum Mode {
    TABLE,
    QUIET,
    JSON
  }

  /**
   * A display.
   *
   * @param live whether the terminal can show a bar that moves
   * @param task what the bar counts, for example {@code episodes}
   */
  Display(Mode mode, PrintStream out, boolean live, String task, List<Column> columns) {
    this.mode = mode;
    this.out = out;
    this.columns = columns;
    bar = live && mode == Mode.TABLE ? newBar(task) : null;
  }

  /** Whether both ends of the process are a terminal. */
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /** The plain consumer keeps to its line; the default one moves the cursor over our rows. */
  private static ProgressBar newBar(String task) {
    return new ProgressBarBuilder()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .hideEta()
        .clearDisplayOnFinish()
        .build();
  }

  /** Moves the bar. */
  void progress(String phase, long done, long total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(" " + phase);
    }
  }

  void row(Map<String, @Nullable Object> row) {
    switch (mode) {
      case TABLE -> {
        if (rows++ % ROWS_BETWEEN_HEADINGS == 0) {
          line(cells(Column::heading));
        }
        line(cells(column -> column.show(row.get(column.name()))));
      }
      case JSON -> out.println(Json.of(row));
      case QUIET -> {}
    }
  }

  private String cells(Function<Column, String> text) {
    StringBuilder line = new StringBuilder();
    for (Column column : columns) {
      line.append(("%" + column.width() + "s  ").formatted(text.apply(column)));
    }
    return line.toString().stripTrailing();
  }

  /** A sentence for people: not in the quiet and JSON modes. */
  void note(String sentence) {
    if (mode == Mode.TABLE) {
      line(sentence);
    }
  }

  /** The outcome: also in quiet mode; in JSON mode as an object of its own. */
  void outcome(String sentence, Map<String, ?> values) {
    if (mode == Mode.JSON) {
      out.println(Json.of(values));
    } else {
      line(sentence);
    }
  }

  private void line(String text) {
    out.println(bar == null ? text : CLEAR_LINE + text);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
