package org.akkaray.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static Measurement rounds(Double... values) {
    return new Measurement("row", "1/s", List.of(values));
  }

  @Test
  void meanAndDeviationAreThoseOfAPopulation() {
    Measurement row = rounds(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0);
    assertThat(row.mean()).isEqualTo(5);
    assertThat(row.sd()).isEqualTo(2);
    assertThat(row.max()).isEqualTo(9);
  }

  @Test
  void oneValueHasNoDeviation() {
    assertThat(Measurement.of("row", "s", 3).sd()).isZero();
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(rounds(9.0, 1.0, 2.0, 4.0).median()).isEqualTo(3);
    assertThat(rounds(9.0, 1.0, 2.0).median()).isEqualTo(2);
  }

  @Test
  void aRatioIsTheMedianOfTheRatiosOfRoundsInTurns() {
    Measurement ours = rounds(10.0, 30.0, 8.0);
    Measurement theirs = rounds(10.0, 10.0, 4.0);
    assertThat(ours.ratioTo(theirs)).isEqualTo(2);
  }

  @Test
  void rowsOfDifferentNumbersOfRoundsCompareByTheirMedians() {
    assertThat(rounds(10.0, 30.0, 8.0).ratioTo(rounds(5.0))).isEqualTo(2);
  }

  @Test
  void aRowWithoutAValueIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Measurement("put", "1/s", List.of()))
        .withMessage("row 'put' has no value");
  }
}
