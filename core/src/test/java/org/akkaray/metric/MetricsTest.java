package org.akkaray.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.akkaray.Ray;
import org.junit.jupiter.api.Test;

class MetricsTest {
  static int countInTask(int amount) {
    Metrics.count().name("tasks_seen").tags(Map.of("kind", "task")).register().inc(amount);
    return amount;
  }

  @Test
  void aCountGrowsAndIsShownWithItsTags() {
    Count es = Metrics.count().name("episodes").tags(Map.of("policy", "es")).register();
    Count ppo = Metrics.count().name("episodes").tags(Map.of("policy", "ppo")).register();
    es.inc(2);
    es.inc(0.5);
    ppo.inc(1);
    assertThat(es.value()).isEqualTo(2.5);
    assertThat(Metrics.scrape())
        .contains("episodes_total{policy=\"es\"} 2.5")
        .contains("episodes_total{policy=\"ppo\"} 1.0");
  }

  @Test
  void aGaugeHasTheValueThatWasSetLast() {
    Gauge gauge = Metrics.gauge().name("queue_length").description("Waiting samples").register();
    assertThat(gauge.value()).isZero();
    gauge.update(7);
    gauge.update(-3);
    assertThat(Metrics.scrape())
        .contains("# HELP queue_length Waiting samples")
        .contains("queue_length -3.0");
  }

  @Test
  void aHistogramCountsByRange() {
    Histogram histogram =
        Metrics.histogram().boundaries(List.of(0.1, 1.0)).name("step").unit("seconds").register();
    List.of(0.05, 0.5, 0.7, 20.0).forEach(histogram::update);
    assertThat(Metrics.scrape())
        .contains("step_seconds_bucket{le=\"0.1\"} 1")
        .contains("step_seconds_bucket{le=\"1.0\"} 3")
        .contains("step_seconds_bucket{le=\"+Inf\"} 4")
        .contains("step_seconds_count 4")
        .contains("step_seconds_sum 21.25");
  }

  @Test
  void theSameMetricIsTheSameObject() {
    assertThat(Metrics.gauge().name("same").tags(Map.of("a", "1")).register())
        .isSameAs(Metrics.gauge().name("same").tags(Map.of("a", "1")).register())
        .isNotSameAs(Metrics.gauge().name("same").tags(Map.of("a", "2")).register());
  }

  @Test
  void tasksCountFromManyThreads() {
    Ray.init();
    try {
      Ray.get(
          IntStream.range(0, 1000)
              .mapToObj(i -> Ray.task(MetricsTest::countInTask, 1).remote())
              .toList(),
          Duration.ofMinutes(1));
    } finally {
      Ray.shutdown();
    }
    assertThat(Metrics.count().name("tasks_seen").tags(Map.of("kind", "task")).register().value())
        .isEqualTo(1000);
  }

  @Test
  void badOptionsAreRefusedByNameAndValue() {
    assertThatThrownBy(() -> Metrics.count().name(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metric name")
        .hasMessageContaining("\" \"");
    assertThatThrownBy(() -> Metrics.gauge().tags(Map.of("a b", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metric tag")
        .hasMessageContaining("a b");
    assertThatThrownBy(() -> Metrics.histogram().boundaries(List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1.0, 1.0]");
    assertThatThrownBy(() -> Metrics.count().register())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("name(..)");
    Count count = Metrics.count().name("only_grows").register();
    assertThatThrownBy(() -> count.inc(-1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> count.inc(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void aNameHasOneKindAndOneSetOfTags() {
    Metrics.count().name("taken").tags(Map.of("a", "1")).register();
    assertThatThrownBy(() -> Metrics.gauge().name("taken").tags(Map.of("a", "1")).register())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metric name: \"taken\" is a Count with tags [a], not a Gauge with tags [a]");
    assertThatThrownBy(() -> Metrics.count().name("taken").tags(Map.of("b", "1")).register())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a Count with tags [b]");
  }
}
