package org.akkaray.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObservationStatisticsTest {

  @Test
  void meanAndDeviationAreThoseOfWhatWasSeen() {
    ObservationStatistics statistics = new ObservationStatistics(2);
    statistics.add(new float[] {1, 10});
    statistics.add(new float[] {3, 10});
    Normalization normalization = statistics.normalization();
    assertThat(normalization.mean()).containsExactly(2, 10);
    assertThat(normalization.deviation()[0]).isEqualTo(1);
    assertThat(normalization.deviation()[1]).as("a constant is not blown up").isEqualTo(0.01f);

    float[] out = new float[2];
    normalization.apply(new float[] {3, 10}, out);
    assertThat(out).containsExactly(1, 0);
    normalization.apply(new float[] {300, -10}, out);
    assertThat(out).as("clipped").containsExactly(5, -5);
  }

  @Test
  void mergedStatisticsAreThoseOfAll() {
    ObservationStatistics all = new ObservationStatistics(1);
    ObservationStatistics one = new ObservationStatistics(1);
    ObservationStatistics two = new ObservationStatistics(1);
    for (int i = 0; i < 10; i++) {
      all.add(new float[] {i});
      (i < 4 ? one : two).add(new float[] {i});
    }
    one.merge(two);
    assertThat(one.count()).isEqualTo(10);
    assertThat(one.normalization().mean()).isEqualTo(all.normalization().mean());
    assertThat(one.normalization().deviation()).isEqualTo(all.normalization().deviation());
  }

  @Test
  void beforeTheSecondObservationNothingIsScaled() {
    ObservationStatistics statistics = new ObservationStatistics(1);
    statistics.add(new float[] {7});
    float[] out = new float[1];
    statistics.normalization().apply(new float[] {3}, out);
    assertThat(out).containsExactly(3);
  }
}
