package org.akkaray.gcs.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;

/** Draws a {@link LineageGraph} as SVG: the target at the bottom, each step back one row up. */
final class LineageDrawing {
  private static final int WIDTH = 210;
  private static final int HEIGHT = 44;
  private static final int GAP_X = 30;
  private static final int GAP_Y = 60;
  private static final int MARGIN = 30;
  private static final int LEGEND = 40;
  private static final int NAME = 28;

  private record Point(int x, int y) {}

  private LineageDrawing() {}

  static String svg(LineageGraph graph) {
    Map<Integer, Integer> inRow = new TreeMap<>();
    graph.tasks().values().forEach(placed -> inRow.merge(placed.distance(), 1, Integer::sum));
    int rows = inRow.size();
    int columns = inRow.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    int width = Math.max(columns * (WIDTH + GAP_X), 560) + 2 * MARGIN;
    int height = rows * (HEIGHT + GAP_Y) + 2 * MARGIN + LEGEND;
    Map<TaskId, Point> points = place(graph, inRow, width, rows);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(width, height, width, height));
    graph
        .edges()
        .forEach(edge -> edge(svg, points.get(edge.from()), points.get(edge.to()), edge.kind()));
    graph
        .tasks()
        .forEach(
            (id, placed) -> task(svg, placed.task(), points.get(id), id.equals(graph.target())));
    legend(svg, height);
    return svg.append("</svg>\n").toString();
  }

  private static Map<TaskId, Point> place(
      LineageGraph graph, Map<Integer, Integer> inRow, int width, int rows) {
    Map<TaskId, Point> points = new HashMap<>();
    Map<Integer, Integer> next = new HashMap<>();
    graph
        .tasks()
        .forEach((id, placed) -> {
          int row = placed.distance();
          int column = next.merge(row, 1, Integer::sum) - 1;
          int all = inRow.get(row) * (WIDTH + GAP_X) - GAP_X;
          points.put(
              id,
              new Point(
                  (width - all) / 2 + column * (WIDTH + GAP_X),
                  MARGIN + (rows - 1 - row) * (HEIGHT + GAP_Y)));
        });
    return points;
  }

  private static void edge(StringBuilder svg, Point from, Point to, LineageGraph.Kind kind) {
    int x1 = from.x + WIDTH / 2 + shift(kind);
    int x2 = to.x + WIDTH / 2 + shift(kind);
    int y1 = from.y < to.y ? from.y + HEIGHT : from.y;
    int y2 = from.y < to.y ? to.y : to.y + HEIGHT;
    line(svg, x1, y1, x2, y2, kind);
  }

  /** So that two edges between the same tasks are both seen. */
  private static int shift(LineageGraph.Kind kind) {
    return (kind.ordinal() - 1) * 18;
  }

  private static void line(
      StringBuilder svg, int x1, int y1, int x2, int y2, LineageGraph.Kind kind) {
    String style =
        switch (kind) {
          case DATA -> "stroke=\"#1b5faa\" stroke-width=\"1.5\"";
          case CONTROL -> "stroke=\"#777777\" stroke-width=\"1\" stroke-dasharray=\"6 4\"";
          case STATEFUL -> "stroke=\"#b3541e\" stroke-width=\"3\"";
        };
    svg.append(
        "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s marker-end=\"url(#arrow)\"/>%n"
            .formatted(kind.name().toLowerCase(Locale.ROOT), x1, y1, x2, y2, style));
  }

  private static void task(StringBuilder svg, TaskRecord task, Point at, boolean isTarget) {
    String fill =
        switch (task.state()) {
          case FINISHED -> "#e3f1df";
          case FAILED, CANCELLED -> "#f7d9d6";
          case RUNNING -> "#fff3cd";
          case WAITING_FOR_ARGUMENTS, QUEUED -> "#eeeeee";
        };
    svg.append(
        """
        <g><title>%s</title><rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="%s" stroke="black" stroke-width="%d"/>
        <text x="%d" y="%d" text-anchor="middle">%s</text>
        <text x="%d" y="%d" text-anchor="middle" fill="#555555">%s, attempt %d</text></g>
        """
            .formatted(
                escape(task.name() + " " + task.id()),
                at.x,
                at.y,
                WIDTH,
                HEIGHT,
                task.actor() == null ? 4 : 20,
                fill,
                isTarget ? 3 : 1,
                at.x + WIDTH / 2,
                at.y + 18,
                escape(shortened(task.name())),
                at.x + WIDTH / 2,
                at.y + 35,
                task.state().name().toLowerCase(Locale.ROOT),
                task.attempt()));
  }

  private static void legend(StringBuilder svg, int height) {
    int x = MARGIN;
    int y = height - LEGEND / 2;
    for (LineageGraph.Kind kind : LineageGraph.Kind.values()) {
      line(svg, x, y, x + 50, y, kind);
      svg.append(
          "<text x=\"%d\" y=\"%d\">%s</text>%n"
              .formatted(x + 58, y + 4, kind.name().toLowerCase(Locale.ROOT) + " edge"));
      x += 170;
    }
  }

  private static String shortened(String name) {
    return name.length() <= NAME ? name : "…" + name.substring(name.length() - NAME + 1);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
