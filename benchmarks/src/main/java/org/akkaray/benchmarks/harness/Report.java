package org.akkaray.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measurements as text: a line of a table, and the JSON of all. */
public final class Report {
  private static final String LINE = "%-46s %14s %12s  %s";

  private Report() {}

  /** The head of the table. */
  public static String header() {
    return LINE.formatted("row", "mean", "sd", "unit");
  }

  /** One row of the table. */
  public static String line(Measurement row) {
    return LINE.formatted(row.name(), number(row.mean()), "+- " + number(row.sd()), row.unit());
  }

  /** A number with as many decimals as help: none from 100 on, three below one. */
  public static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT,
        size >= 100 ? "%,.0f" : size >= 1 ? "%.2f" : size == 0 ? "%.0f" : "%.4f",
        value);
  }

  /** An array of objects with name, value (the mean), sd and unit, one a line. */
  public static String json(List<Measurement> rows) {
    return rows.stream().map(Report::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  private static String json(Measurement row) {
    return "{\"name\": %s, \"value\": %s, \"sd\": %s, \"unit\": %s}"
        .formatted(quote(row.name()), row.mean(), row.sd(), quote(row.unit()));
  }

  /** Names and units are ours: nothing in them needs escaping but quotes and backslashes. */
  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
