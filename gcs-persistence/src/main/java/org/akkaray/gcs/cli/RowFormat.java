package org.akkaray.gcs.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How rows are printed; the constants are what is typed. */
public enum RowFormat {
  /** Columns as wide as they must be. */
  table {
    @Override
    void print(List<Map<String, String>> rows, PrintWriter out) {
      if (rows.isEmpty()) {
        out.println("no rows");
        return;
      }
      List<String> columns = List.copyOf(rows.getFirst().keySet());
      List<List<String>> lines = new ArrayList<>();
      lines.add(columns);
      rows.forEach(row -> lines.add(columns.stream().map(column -> cell(row, column)).toList()));
      int[] widths = new int[columns.size()];
      lines.forEach(line -> {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], line.get(i).length());
        }
      });
      lines.forEach(line -> out.println(line(line, widths)));
      out.println(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    }
  },
  /** An array of objects. */
  json {
    @Override
    void print(List<Map<String, String>> rows, PrintWriter out) {
      JsonText text = new JsonText();
      text.beginArray();
      rows.forEach(row -> {
        text.beginObject();
        row.forEach(text::field);
        text.endObject();
      });
      text.endArray();
      out.println(text);
    }
  };

  abstract void print(List<Map<String, String>> rows, PrintWriter out);

  private static String cell(Map<String, String> row, String column) {
    String value = row.getOrDefault(column, "");
    return value.isEmpty() ? "-" : value.replace('\n', ' ');
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i));
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - cells.get(i).length() + 2));
      }
    }
    return line.toString();
  }
}
