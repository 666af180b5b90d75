package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Cases worked out by hand from the equations. */
class CartPoleTest {
  private final CartPole environment = new CartPole();

  /**
   * At rest and upright: temp = 10/1.1 = 100/11, angular acceleration -temp / (41/66) = -600/41,
   * acceleration temp + (0.05/1.1)(600/41) = 400/41; each times 0.02.
   */
  @Test
  void aPushFromRestGivesTheSpeedsOfTheEquations() {
    environment.continueFrom(0, 0, 0, 0);

    Step step = environment.step(1);

    double[] state = environment.state();
    assertThat(state[0]).isZero();
    assertThat(state[1]).isCloseTo(8.0 / 41, within(1e-15));
    assertThat(state[2]).isZero();
    assertThat(state[3]).isCloseTo(-12.0 / 41, within(1e-15));
    assertThat(step.observation()).containsExactly(0, 8f / 41, 0, -12f / 41);
    assertThat(step.reward()).isEqualTo(1);
    assertThat(step.done()).isFalse();
  }

  @Test
  void pushesLeftAndRightAreMirrored() {
    environment.continueFrom(0.1, -0.2, 0.03, 0.4);
    environment.step(0);
    double[] left = environment.state();
    environment.continueFrom(-0.1, 0.2, -0.03, -0.4);
    environment.step(1);
    double[] right = environment.state();

    for (int i = 0; i < 4; i++) {
      assertThat(right[i]).isEqualTo(-left[i]);
    }
  }

  @Test
  void positionsMoveWithTheOldSpeeds() {
    environment.continueFrom(1, 2, 0.1, -0.5);

    environment.step(1);

    assertThat(environment.state()[0]).isCloseTo(1.04, within(1e-15));
    assertThat(environment.state()[2]).isCloseTo(0.09, within(1e-15));
  }

  @Test
  void leavingTheTrackTerminatesAndIsStillRewarded() {
    for (int side : new int[] {-1, 1}) {
      environment.continueFrom(side * 2.39, side, 0, 0);
      Step step = environment.step(1);
      assertThat(step.terminated()).isTrue();
      assertThat(step.truncated()).isFalse();
      assertThat(step.reward()).isEqualTo(1);
    }
    environment.continueFrom(2.37, 1, 0, 0);
    assertThat(environment.step(1).terminated()).isFalse();
  }

  @Test
  void aPoleBeyondTwelveDegreesTerminates() {
    double twelveDegrees = Math.toRadians(12);
    for (int side : new int[] {-1, 1}) {
      environment.continueFrom(0, 0, side * (twelveDegrees - 0.019), side);
      assertThat(environment.step(1).terminated()).isTrue();
      environment.continueFrom(0, 0, side * (twelveDegrees - 0.021), side);
      assertThat(environment.step(1).terminated()).isFalse();
    }
  }

  @Test
  void anEpisodeThatNeverFallsIsTruncatedAfter500Steps() {
    Step step = environment.reset(3);
    double total = 0;
    int steps = 0;
    while (!step.done()) {
      float[] seen = step.observation();
      float lean = 0.3f * seen[1] + 3 * seen[2] + seen[3];
      environment.step(new float[] {lean > 0 ? 1 : 0}, step);
      total += step.reward();
      steps++;
    }
    assertThat(steps).isEqualTo(500);
    assertThat(total).isEqualTo(500);
    assertThat(step.truncated()).isTrue();
    assertThat(step.terminated()).isFalse();
  }
}
