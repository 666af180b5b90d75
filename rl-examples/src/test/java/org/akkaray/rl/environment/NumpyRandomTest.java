package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The expected numbers were printed by numpy 2.4.6. */
class NumpyRandomTest {

  @Test
  void seedSequenceSpreadsSeedsAsNumpyDoes() {
    assertThat(NumpyRandom.seedSequence(0, 4))
        .containsExactly(
            unsigned("15793235383387715774"),
            unsigned("12390638538380655177"),
            unsigned("2361836109651742017"),
            unsigned("3188717715514472916"));
    assertThat(NumpyRandom.seedSequence((1L << 40) + 5, 4))
        .containsExactly(
            unsigned("15772757452565124875"),
            unsigned("9517702402565589804"),
            unsigned("2676762931694213328"),
            unsigned("4810540664340266707"));
    assertThat(NumpyRandom.seedSequence(Long.MAX_VALUE, 4))
        .containsExactly(
            unsigned("557844713081670142"),
            unsigned("6287718887852127323"),
            unsigned("13333270685005488767"),
            unsigned("3141827793930463623"));
  }

  @Test
  void uniformNumbersEqualNumpysBitForBit() {
    assertThat(uniforms(0))
        .containsExactly(0.013696168732145436, -0.02302132862361297, -0.045902647606380534);
    assertThat(uniforms(42))
        .containsExactly(0.027395604855596334, -0.006112156024794771, 0.03585979199113824);
    assertThat(uniforms(4294967295L))
        .containsExactly(-0.02480564319550035, -0.028093420371314338, -0.021271527956482985);
    assertThat(uniforms(4294967296L))
        .containsExactly(0.03897387912781343, 0.005713805020622631, 0.03009080868919721);
    assertThat(uniforms(Long.MAX_VALUE))
        .containsExactly(-0.03245338756972187, -0.0030071348598490893, 0.03250374441530689);
  }

  @Test
  void negativeSeedsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NumpyRandom(-3))
        .withMessage("seed: must be 0 or above, not -3");
  }

  private static double[] uniforms(long seed) {
    NumpyRandom random = new NumpyRandom(seed);
    return new double[] {
      random.uniform(-.05, .05), random.uniform(-.05, .05), random.uniform(-.05, .05)
    };
  }

  private static long unsigned(String digits) {
    return Long.parseUnsignedLong(digits);
  }
}
