package org.akkaray.runtime.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialAverageTest {
  private final ExponentialAverage average = new ExponentialAverage(0.1);

  @Test
  void itIsTheFirstSampleAtFirst() {
    assertThat(average.isKnown()).isFalse();
    assertThat(average.value()).isZero();
    average.add(50);
    assertThat(average.isKnown()).isTrue();
    assertThat(average.value()).isEqualTo(50);
  }

  @Test
  void aNewSampleHasTheWeightThatWasAskedFor() {
    average.add(100);
    average.add(200);
    assertThat(average.value()).isCloseTo(110, within(1e-9));
  }

  @Test
  void manyEqualSamplesAtOnceCountAsMuchAsOneByOne() {
    ExponentialAverage oneByOne = new ExponentialAverage(0.1);
    average.add(7);
    oneByOne.add(7);
    for (int i = 0; i < 20; i++) {
      oneByOne.add(3);
    }
    average.add(60, 20);
    assertThat(average.value()).isCloseTo(oneByOne.value(), within(1e-9));
  }

  @Test
  void itForgetsWhatWasLongAgo() {
    average.add(1e9);
    average.add(5000, 500);
    assertThat(average.value()).isCloseTo(10, within(1e-6));
  }

  @Test
  void noSamplesChangeNothing() {
    average.add(0, 0);
    assertThat(average.isKnown()).isFalse();
  }

  @Test
  void aWeightOutsideOfItsRangeIsRefused() {
    for (double alpha : new double[] {0, -0.1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> new ExponentialAverage(alpha))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("alpha")
          .hasMessageContaining(String.valueOf(alpha));
    }
  }
}
