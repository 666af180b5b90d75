package org.akkaray.rl.es;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CentredRanksTest {

  @Test
  void ranksAreSpreadOverHalfAUnitToEachSide() {
    assertThat(CentredRanks.of(new double[] {30, -5, 1e9, 31, 0}))
        .containsExactly(0, -0.5, 0.5, 0.25, -0.25);
  }

  @Test
  void equalReturnsShareTheMeanOfTheirRanks() {
    assertThat(CentredRanks.of(new double[] {500, 9, 500, 500, 9}))
        .containsExactly(0.25, -0.375, 0.25, 0.25, -0.375);
    assertThat(CentredRanks.of(new double[] {500, 500, 500, 500})).containsOnly(0);
  }

  @Test
  void aSingleReturnHasTheMiddleRank() {
    assertThat(CentredRanks.of(new double[] {7})).containsExactly(0);
  }
}
