package org.akkaray.benchmarks.bars;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.rows.RowNames;
import org.akkaray.benchmarks.store.StoreRowNames;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static String lineOf(String bar, Measurement... measured) {
    return Bars.table(List.of(measured)).stream()
        .filter(line -> line.startsWith(bar + " "))
        .findFirst()
        .orElseThrow();
  }

  private static Measurement rate(String name, Double... rounds) {
    return new Measurement(name, "1/s", List.of(rounds));
  }

  @Test
  void aRateIsMetByItsMedian() {
    String bar = "put of a small value";
    assertThat(lineOf(bar, rate(RowNames.PUT, 10.0, 1_000_000.0, 1_100_000.0))).endsWith("yes");
    assertThat(lineOf(bar, rate(RowNames.PUT, 999_999.0, 999_999.0, 9e9)))
        .contains(">= 1,000,000 1/s", "999,999 1/s")
        .endsWith("NO");
  }

  @Test
  void aTimeIsMissedByItsWorstRound() {
    String bar = "task with 3,000 returns";
    assertThat(lineOf(bar, rate(RowNames.MANY_RETURNS, 0.1, 0.4))).endsWith("yes");
    assertThat(lineOf(bar, rate(RowNames.MANY_RETURNS, 0.1, 0.6))).endsWith("NO");
  }

  @Test
  void aRatioComparesRoundsMeasuredInTurns() {
    String bar = "actor call in a batch / raw Akka tell";
    assertThat(
            lineOf(
                bar,
                rate(RowNames.ACTOR_ASYNC, 500_000.0, 900_000.0, 800_000.0),
                rate(RowNames.AKKA_TELL, 1e6, 1e6, 1e6)))
        .contains("0.8000")
        .endsWith("yes");
  }

  @Test
  void whatWasNotMeasuredIsNotMet() {
    assertThat(lineOf("get of 10,000 refs")).contains("not measured").endsWith("NO");
    assertThat(Bars.table(List.of()).getLast()).isEqualTo("0 of 51 bars met");
  }

  @Test
  void allRowsThatBarsNeedAreKnown() {
    assertThat(Bars.rows()).contains(RowNames.TASKS_SYNC, StoreRowNames.SPILL).hasSize(62);
  }
}
