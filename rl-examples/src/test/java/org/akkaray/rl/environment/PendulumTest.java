package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Cases worked out by hand from the equations. */
class PendulumTest {
  private final Pendulum environment = new Pendulum();

  @Test
  void uprightAtRestWithoutTorqueIsPerfectAndStaysThere() {
    environment.continueFrom(0, 0);
    Step step = environment.step(new float[] {0});
    assertThat(environment.state()).containsExactly(0, 0);
    assertThat(step.reward()).isZero();
    assertThat(step.observation()).containsExactly(1, 0, 0);
  }

  /** Level: gravity turns it by 15 * 0.05 = 0.75 rad/s, the new rate moves it by 0.0375. */
  @Test
  void gravityTurnsALevelPendulum() {
    environment.continueFrom(Math.PI / 2, 0);
    Step step = environment.step(new float[] {0});
    assertThat(environment.state()[1]).isCloseTo(0.75, within(1e-15));
    assertThat(environment.state()[0]).isCloseTo(Math.PI / 2 + 0.0375, within(1e-15));
    assertThat(step.reward()).isCloseTo(-Math.PI * Math.PI / 4, within(1e-15));
  }

  @Test
  void torqueIsClippedAtTwo() {
    for (int side : new int[] {-1, 1}) {
      environment.continueFrom(0, 0);
      Step step = environment.step(new float[] {side * 5});
      assertThat(environment.state()[1]).isCloseTo(side * 0.3, within(1e-15));
      assertThat(environment.state()[0]).isCloseTo(side * 0.015, within(1e-15));
      assertThat(step.reward()).isCloseTo(-0.004, within(1e-9));
    }
  }

  @Test
  void rateIsClippedAtEightAndTheRewardIsThatOfTheOldState() {
    environment.continueFrom(Math.PI / 2, 7.9);
    Step step = environment.step(new float[] {2});
    assertThat(environment.state()[1]).isEqualTo(8);
    assertThat(environment.state()[0]).isCloseTo(Math.PI / 2 + 0.4, within(1e-15));
    assertThat(step.reward())
        .isCloseTo(-(Math.PI * Math.PI / 4 + 0.1 * 7.9 * 7.9 + 0.004), within(1e-9));
    environment.continueFrom(-Math.PI / 2, -7.9);
    environment.step(new float[] {-2});
    assertThat(environment.state()[1]).isEqualTo(-8);
  }

  @Test
  void anglesAreMeasuredFromUprightAfterFullTurns() {
    assertThat(Pendulum.normalize(2 * Math.PI)).isCloseTo(0, within(1e-15));
    assertThat(Pendulum.normalize(3 * Math.PI / 2)).isCloseTo(-Math.PI / 2, within(1e-15));
    assertThat(Pendulum.normalize(-3 * Math.PI / 2)).isCloseTo(Math.PI / 2, within(1e-15));
    assertThat(Pendulum.normalize(-20 * Math.PI + 0.5)).isCloseTo(0.5, within(1e-13));
    assertThat(Pendulum.normalize(Math.PI)).isEqualTo(-Math.PI);
  }

  @Test
  void anEpisodeIsTruncatedAfter200StepsAndNeverTerminated() {
    Step step = environment.reset(1);
    for (int i = 1; i <= 200; i++) {
      assertThat(step.done()).isFalse();
      environment.step(new float[] {1}, step);
      assertThat(step.terminated()).isFalse();
    }
    assertThat(step.truncated()).isTrue();
  }
}
