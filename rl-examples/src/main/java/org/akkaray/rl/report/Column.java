package org.akkaray.rl.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One column of a run's table.
 *
 * @param name in {@code progress.csv} and {@code result.json}
 * @param heading in the table on the terminal
 * @param format of {@link String#format} for the terminal; files get the full number
 */
public record Column(String name, String heading, String format) {

  /** The value as the terminal shows it; a dash for none. */
  String show(@Nullable Object value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** Wide enough for the heading and for most values. */
  int width() {
    return Math.max(heading.length(), 8);
  }
}
