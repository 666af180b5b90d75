package org.akkaray.rl.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** A chart of lines, each with an optional band around it, drawn as a PNG without a screen. */
public final class LineChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final Color[] COLORS = {
    new Color(0x1f, 0x77, 0xb4), new Color(0xd6, 0x27, 0x28), new Color(0x2c, 0xa0, 0x2c)
  };

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<YIntervalSeries> lines = new ArrayList<>();
  private final List<ValueMarker> markers = new ArrayList<>();

  /** An empty chart. */
  public LineChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** A line of the chart. */
  public final class Line {
    private final YIntervalSeries series;

    private Line(YIntervalSeries series) {
      this.series = series;
    }

    /** Adds a point. */
    public void add(double x, double y) {
      series.add(x, y, y, y);
    }

    /** Adds a point with a band from {@code low} to {@code high}. */
    public void add(double x, double y, double low, double high) {
      series.add(x, y, low, high);
    }
  }

  /** Adds a line. */
  public Line line(String name) {
    YIntervalSeries series = new YIntervalSeries(name);
    lines.add(series);
    return new Line(series);
  }

  /** Adds a dashed horizontal line. */
  public void level(String name, double y) {
    BasicStroke dashes =
        new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6}, 0);
    ValueMarker marker = new ValueMarker(y, Color.DARK_GRAY, dashes);
    marker.setLabel(name);
    marker.setLabelBackgroundColor(Color.WHITE);
    marker.setLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
    markers.add(marker);
  }

  /**
   * Draws the chart.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    System.setProperty("java.awt.headless", "true");
    YIntervalSeriesCollection data = new YIntervalSeriesCollection();
    DeviationRenderer renderer = new DeviationRenderer(true, true);
    for (int i = 0; i < lines.size(); i++) {
      data.addSeries(lines.get(i));
      renderer.setSeriesPaint(i, COLORS[i % COLORS.length]);
      renderer.setSeriesFillPaint(i, COLORS[i % COLORS.length]);
      renderer.setSeriesStroke(i, new BasicStroke(2.2f));
      renderer.setSeriesShape(i, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
    }
    renderer.setAlpha(0.15f);
    NumberAxis xAxis = new NumberAxis(xLabel);
    xAxis.setAutoRangeIncludesZero(false);
    NumberAxis yAxis = new NumberAxis(yLabel);
    yAxis.setAutoRangeIncludesZero(false);
    XYPlot plot = new XYPlot(data, xAxis, yAxis, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    markers.forEach(plot::addRangeMarker);
    JFreeChart chart = new JFreeChart(title, new Font(Font.SANS_SERIF, Font.BOLD, 16), plot, true);
    chart.setBackgroundPaint(Color.WHITE);
    chart.getLegend().setFrame(BlockBorder.NONE);
    try {
      ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, HEIGHT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
