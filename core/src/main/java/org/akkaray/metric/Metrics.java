package org.akkaray.metric;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics are made. A metric lives in the JVM that makes it, from its first registration to
 * the end of the JVM, with or without {@code Ray.init}; to register the same one again gives the
 * same one. Thread-safe.
 *
 * <pre>{@code
 * Count episodes = Metrics.count().name("episodes").tags(Map.of("policy", "es")).register();
 * episodes.inc(1);
 * System.out.println(Metrics.scrape());
 * }</pre>
 */
public final class Metrics {
  private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

  /** By name; guarded by itself. */
  private static final Map<String, Family> FAMILIES = new HashMap<>();

  /**
   * All metrics of a name.
   *
   * @param maker makes the one with these values of its tags, in the order of the tags' names
   */
  private record Family(
      Shape shape, Function<String[], Metric> maker, Map<List<String>, Metric> members) {}

  /** What all metrics of a name have in common. */
  private record Shape(String kind, List<String> tags, @Nullable String unit, List<Double> bounds) {
    @Override
    public String toString() {
      return "a "
          + kind
          + " with tags "
          + tags
          + (unit == null ? "" : " in " + unit)
          + (bounds.isEmpty() ? "" : " with boundaries " + bounds);
    }
  }

  private Metrics() {}

  /** Begins a metric that only grows; its name is shown with {@code _total} at the end. */
  public static CountBuilder count() {
    return new CountBuilder();
  }

  /** Begins a metric that has the value that was set last. */
  public static GaugeBuilder gauge() {
    return new GaugeBuilder();
  }

  /** Begins a metric that counts values by the ranges that they fall into. */
  public static HistogramBuilder histogram() {
    return new HistogramBuilder();
  }

  /** All metrics of this JVM in the text format of Prometheus, as its server would read them. */
  public static String scrape() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      new PrometheusTextFormatWriter(false).write(text, REGISTRY.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * What a metric is before it is registered. Not thread-safe.
   *
   * @param <M> the metric
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<M extends Metric, B extends Builder<M, B>>
      permits CountBuilder, GaugeBuilder, HistogramBuilder {
    /** What Prometheus takes for a metric's name, and for a tag's. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Class<M> kind;
    private @Nullable String name;
    private String description = "";
    private @Nullable String unit;
    private TreeMap<String, String> tags = new TreeMap<>();

    private Builder(Class<M> kind) {
      this.kind = kind;
    }

    abstract B self();

    abstract Function<String[], Metric> newFamily();

    List<Double> bounds() {
      return List.of();
    }

    /**
     * Required: letters, digits, underscores and colons, not a digit first.
     *
     * @throws IllegalArgumentException otherwise
     */
    public B name(String name) {
      requireMatch(NAME, "name", name);
      this.name = name;
      return self();
    }

    /** What it measures, for people; none by default. */
    public B description(String description) {
      this.description = description;
      return self();
    }

    /**
     * In what it is measured, such as "seconds"; becomes the end of the name. None by default.
     *
     * @throws IllegalArgumentException if it is not made of letters, digits and underscores
     */
    public B unit(String unit) {
      requireMatch(WORD, "unit", unit);
      this.unit = unit;
      return self();
    }

    /**
     * Names and values that tell metrics of one name apart; none by default.
     *
     * @throws IllegalArgumentException if a name is not made of letters, digits and underscores
     */
    public B tags(Map<String, String> tags) {
      tags.keySet().forEach(tag -> requireMatch(WORD, "tag", tag));
      this.tags = new TreeMap<>(tags);
      return self();
    }

    /**
     * The metric of this name and these tags, made now if there is none.
     *
     * @throws IllegalStateException if no name was given
     * @throws IllegalArgumentException if there is a metric of this name of another kind or unit,
     *     with other tags' names or other boundaries
     */
    public M register() {
      if (name == null) {
        throw new IllegalStateException("A metric needs a name: call name(..) before register().");
      }
      Collection<String> values = tags.values();
      Shape shape = new Shape(kind.getSimpleName(), List.copyOf(tags.keySet()), unit, bounds());
      synchronized (FAMILIES) {
        Family family = FAMILIES.get(name);
        if (family == null) {
          family = new Family(shape, newFamily(), new HashMap<>());
          FAMILIES.put(name, family);
        } else if (!family.shape.equals(shape)) {
          throw new IllegalArgumentException(
              "metric name: \"" + name + "\" is " + family.shape + ", not " + shape);
        }
        Function<String[], Metric> maker = family.maker;
        return kind.cast(
            family.members.computeIfAbsent(
                List.copyOf(values), list -> maker.apply(list.toArray(String[]::new))));
      }
    }

    /** Passes on to Prometheus what was set here. */
    final <P extends io.prometheus.metrics.core.metrics.MetricWithFixedMetadata.Builder<P, ?>>
        P describe(P family) {
      family.name(name).help(description).labelNames(tags.keySet().toArray(String[]::new));
      return unit == null ? family : family.unit(new Unit(unit));
    }

    private static void requireMatch(Pattern pattern, String option, String value) {
      if (!pattern.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "metric " + option + " must match " + pattern + " but is \"" + value + "\"");
      }
    }
  }

  /** A count before it is registered. */
  public static final class CountBuilder extends Builder<Count, CountBuilder> {
    private CountBuilder() {
      super(Count.class);
    }

    @Override
    CountBuilder self() {
      return this;
    }

    @Override
    Function<String[], Metric> newFamily() {
      Counter family = describe(Counter.builder()).register(REGISTRY);
      return values -> new Count(family.labelValues(values));
    }
  }

  /** A gauge before it is registered. */
  public static final class GaugeBuilder extends Builder<Gauge, GaugeBuilder> {
    private GaugeBuilder() {
      super(Gauge.class);
    }

    @Override
    GaugeBuilder self() {
      return this;
    }

    @Override
    Function<String[], Metric> newFamily() {
      var family = describe(io.prometheus.metrics.core.metrics.Gauge.builder()).register(REGISTRY);
      return values -> new Gauge(family.labelValues(values));
    }
  }

  /** A histogram before it is registered. */
  public static final class HistogramBuilder extends Builder<Histogram, HistogramBuilder> {
    private List<Double> boundaries = List.of();

    private HistogramBuilder() {
      super(Histogram.class);
    }

    /**
     * The upper ends of the ranges, rising; what is larger than the last one has a range of its
     * own. By default those of Prometheus, made for seconds: 0.005 to 10.
     *
     * @throws IllegalArgumentException if there are none, or they do not rise
     */
    public HistogramBuilder boundaries(List<Double> boundaries) {
      double last = Double.NEGATIVE_INFINITY;
      for (double boundary : boundaries) {
        if (!(boundary > last)) {
          throw new IllegalArgumentException("metric boundaries must rise but are " + boundaries);
        }
        last = boundary;
      }
      if (boundaries.isEmpty()) {
        throw new IllegalArgumentException("metric boundaries must not be empty");
      }
      this.boundaries = List.copyOf(boundaries);
      return this;
    }

    @Override
    List<Double> bounds() {
      return boundaries;
    }

    @Override
    HistogramBuilder self() {
      return this;
    }

    @Override
    Function<String[], Metric> newFamily() {
      var builder = describe(io.prometheus.metrics.core.metrics.Histogram.builder()).classicOnly();
      if (!boundaries.isEmpty()) {
        builder.classicUpperBounds(boundaries.stream().mapToDouble(Double::doubleValue).toArray());
      }
      var family = builder.register(REGISTRY);
      return values -> new Histogram(family.labelValues(values));
    }
  }
}
