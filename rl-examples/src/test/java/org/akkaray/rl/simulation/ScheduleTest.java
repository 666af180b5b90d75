package org.akkaray.rl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void aFreeSlotTakesTheNextPieceAndARoundWaitsForItsLongest() {
    int[] lengths = {10, 1, 1, 1, 1, 1};
    assertThat(Schedule.asTheyEnd(lengths, 2)).isEqualTo(10);
    assertThat(Schedule.inRounds(lengths, 2)).isEqualTo(12);
    assertThat(Schedule.asTheyEnd(new int[] {3, 3, 6}, 2)).isEqualTo(9);
  }

  @Test
  void onOneSlotBothTakeAsLong() {
    int[] lengths = {4, 7, 9};
    assertThat(Schedule.asTheyEnd(lengths, 1)).isEqualTo(20);
    assertThat(Schedule.inRounds(lengths, 1)).isEqualTo(20);
    assertThat(Schedule.expectedGain(1)).isEqualTo(1);
  }

  /** The numbers of the project's own calculation for uniform 10-1000 steps and 3n runs. */
  @Test
  void theExpectedGainIsThatOfTheListSchedulingCalculation() {
    assertThat(Schedule.expectedGain(2)).isCloseTo(1.21, within(0.02));
    assertThat(Schedule.expectedGain(16)).isCloseTo(1.45, within(0.02));
    assertThat(Schedule.expectedGain(256)).isCloseTo(1.42, within(0.02));
  }
}
