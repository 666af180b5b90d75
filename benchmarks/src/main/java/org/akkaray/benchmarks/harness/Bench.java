package org.akkaray.benchmarks.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures rows and keeps what they gave. The scheme is that of Ray's own microbenchmarks ({@code
 * ray_perf}, its function {@code timeit}): the code is called until the warm-up is over, which also
 * tells how many calls make a tenth of it; each round then calls it so many times at a stretch
 * until the round's time is over, and gives the calls per second.
 *
 * <p>Not thread-safe.
 */
public final class Bench {
  private static final VarHandle SINK;

  static {
    try {
      SINK = MethodHandles.lookup().findVarHandle(Bench.class, "sink", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Predicate<String> filter;
  private final Timing timing;
  private final Consumer<Measurement> listener;
  private final LongSupplier nanoTime;
  private final List<Measurement> measurements = new ArrayList<>();

  /** The last result: stored each time, so that no call can be left out or moved from its loop. */
  @SuppressWarnings("unused") // through SINK
  private @Nullable Object sink;

  /**
   * A bench.
   *
   * @param filter which rows to measure, by their names
   * @param timing how long
   * @param listener told of each row as soon as it is measured
   * @param nanoTime the clock
   */
  public Bench(
      Predicate<String> filter,
      Timing timing,
      Consumer<Measurement> listener,
      LongSupplier nanoTime) {
    this.filter = filter;
    this.timing = timing;
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  /** Whether any of these rows is to be measured; asked before costly preparations. */
  public boolean selects(String... names) {
    return Stream.of(names).anyMatch(filter);
  }

  /** Measures the selected of these rows; the rounds of several take turns: A B A B. */
  public void time(Row... rows) {
    List<Row> selected = Stream.of(rows).filter(row -> filter.test(row.name())).toList();
    int[] strides = selected.stream().mapToInt(this::warmUp).toArray();
    List<List<Double>> values =
        selected.stream().<List<Double>>map(row -> new ArrayList<>()).toList();
    for (int round = 0; round < timing.rounds(); round++) {
      for (int i = 0; i < strides.length; i++) {
        values.get(i).add(round(selected.get(i), strides[i]));
      }
    }
    for (int i = 0; i < strides.length; i++) {
      Row row = selected.get(i);
      add(new Measurement(row.name(), row.unit(), values.get(i)));
    }
  }

  /** Runs a row that is one long run by itself, some times, and keeps what each gave. */
  public void repeat(String name, String unit, DoubleSupplier run) {
    if (filter.test(name)) {
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < timing.repetitions(); i++) {
        values.add(run.getAsDouble());
      }
      add(new Measurement(name, unit, values));
    }
  }

  /** Seconds that a piece of code takes, some times after one that does not count. */
  public void repeatSeconds(String name, Runnable code) {
    if (filter.test(name)) {
      code.run();
      repeat(name, "s", () -> seconds(code));
    }
  }

  /** Seconds that a piece of code takes now. */
  public double seconds(Runnable code) {
    long began = nanoTime.getAsLong();
    code.run();
    return (nanoTime.getAsLong() - began) / 1e9;
  }

  /** Keeps what was measured elsewhere, if the row is selected. */
  public void record(Measurement measurement) {
    if (filter.test(measurement.name())) {
      add(measurement);
    }
  }

  /** How rows are timed. */
  public Timing timing() {
    return timing;
  }

  /** All rows so far, in the order in which they were measured. */
  public List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  /** The row with this name, if it was measured. */
  public Optional<Measurement> measurement(String name) {
    return measurements.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  private void add(Measurement measurement) {
    measurements.add(measurement);
    listener.accept(measurement);
  }

  private int warmUp(Row row) {
    long end = nanoTime.getAsLong() + timing.warmUp().toNanos();
    int calls = 0;
    while (nanoTime.getAsLong() < end) {
      SINK.setOpaque(this, row.code().get());
      calls++;
    }
    return calls / 10 + 1;
  }

  private double round(Row row, int stride) {
    long began = nanoTime.getAsLong();
    long end = began + timing.round().toNanos();
    long calls = 0;
    long now;
    do {
      for (int i = 0; i < stride; i++) {
        SINK.setOpaque(this, row.code().get());
      }
      calls += stride;
      now = nanoTime.getAsLong();
    } while (now < end);
    return row.perCall() * calls * 1e9 / (now - began);
  }
}
