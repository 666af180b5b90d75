package org.akkaray.benchmarks.bars;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.akkaray.benchmarks.harness.Measurement;

/**
 * A number to reach.
 *
 * @param name what it is about
 * @param required for people
 * @param rows whose measurements it needs
 * @param value from those
 * @param met whether a value is good enough
 * @param display of a value
 */
record Bar(
    String name,
    String required,
    Set<String> rows,
    Function<Map<String, Measurement>, Double> value,
    Predicate<Double> met,
    Function<Double, String> display) {

  /** What it came to. */
  Verdict judge(Map<String, Measurement> measured) {
    if (!measured.keySet().containsAll(rows)) {
      return new Verdict(this, "not measured", false);
    }
    double reached = value.apply(measured);
    return new Verdict(this, display.apply(reached), met.test(reached));
  }

  /**
   * A bar and what was reached.
   *
   * @param measured for people
   */
  record Verdict(Bar bar, String measured, boolean met) {
    List<String> cells() {
      return List.of(bar.name, bar.required, measured, met ? "yes" : "NO");
    }
  }
}
