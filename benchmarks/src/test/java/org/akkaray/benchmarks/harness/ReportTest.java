package org.akkaray.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void jsonIsAnArrayOfNameValueDeviationAndUnit() {
    List<Measurement> rows =
        List.of(
            new Measurement("1:1 actor calls sync", "1/s", List.of(1.0, 3.0)),
            Measurement.of("a \"quoted\" row", "s", 0.5));
    assertThat(Report.json(rows))
        .isEqualTo(
            """
            [
              {"name": "1:1 actor calls sync", "value": 2.0, "sd": 1.0, "unit": "1/s"},
              {"name": "a \\"quoted\\" row", "value": 0.5, "sd": 0.0, "unit": "s"}
            ]
            """);
  }

  @Test
  void numbersHaveAsManyDecimalsAsHelp() {
    assertThat(Report.number(1_234_567.8)).isEqualTo("1,234,568");
    assertThat(Report.number(12.345)).isEqualTo("12.35");
    assertThat(Report.number(0.01234)).isEqualTo("0.0123");
    assertThat(Report.number(0)).isEqualTo("0");
  }

  @Test
  void aLineHoldsNameMeanDeviationAndUnitBelowTheirHeads() {
    String line = Report.line(new Measurement("put", "1/s", List.of(1000.0, 3000.0)));
    assertThat(line).startsWith("put ").contains("2,000").contains("+- 1,000").endsWith("1/s");
    assertThat(line.indexOf("1/s")).isEqualTo(Report.header().indexOf("unit"));
  }
}
