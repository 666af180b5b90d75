package org.akkaray.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomnessTest {

  @Test
  void gaussianNumbersHaveTheMomentsOfTheNormalDistribution() {
    GaussianSource source = new GaussianSource(3);
    int n = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double value = source.next();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(value, power) / n;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.01));
    assertThat(moments[2]).isCloseTo(1, within(0.02));
    assertThat(moments[3]).isCloseTo(0, within(0.05));
    assertThat(moments[4]).isCloseTo(3, within(0.1));
  }

  @Test
  void derivedSeedsDifferWithEachPartOfThePathAndAreNeverNegative() {
    Set<Long> seeds = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 10; k++) {
          seeds.add(Seeds.derive(seed, i, k));
        }
        seeds.add(Seeds.derive(seed, i));
      }
    }
    assertThat(seeds).hasSize(1100).allMatch(seed -> seed >= 0);
    assertThat(Seeds.derive(1, 2, 3)).isEqualTo(Seeds.derive(1, 2, 3));
  }
}
