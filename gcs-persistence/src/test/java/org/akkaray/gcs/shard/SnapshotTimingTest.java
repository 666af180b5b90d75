package org.akkaray.gcs.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotTimingTest {
  private final SnapshotTiming timing = new SnapshotTiming(500);

  @Test
  void aSmallIndexIsSavedEveryTenthOfTheLargestNumber() {
    timing.saved(100);
    timing.written(10_000);
    assertThat(timing.isDue(149, 1_000)).isFalse();
    assertThat(timing.isDue(150, 1_000)).isTrue();
  }

  @Test
  void aLargeIndexWaitsForEventsThatWeighFourTimesAsMuch() {
    timing.saved(0);
    timing.written(3_999_999);
    assertThat(timing.isDue(400, 1_000_000)).isFalse();
    timing.written(1);
    assertThat(timing.isDue(401, 1_000_000)).isTrue();
    timing.saved(401);
    assertThat(timing.isDue(460, 1_000_000)).isFalse();
  }

  @Test
  void noRecoveryReadsMoreThanTheLargestNumber() {
    timing.saved(0);
    assertThat(timing.isDue(499, Long.MAX_VALUE / 8)).isFalse();
    assertThat(timing.isDue(500, Long.MAX_VALUE / 8)).isTrue();
  }
}
