package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Cases that follow from mechanics, not from the code's own formulas. */
class AcrobotTest {
  private final Acrobot environment = new Acrobot();

  @Test
  void hangingAtRestWithoutTorqueStaysThere() {
    environment.continueFrom(0, 0, 0, 0);
    Step step = environment.step(1);
    for (double value : environment.state()) {
      assertThat(value).isCloseTo(0, within(1e-15));
    }
    assertThat(step.reward()).isEqualTo(-1);
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void oppositeTorquesGiveMirroredMotion() {
    environment.continueFrom(0.2, -0.3, 0.4, 0.5);
    environment.step(2);
    double[] plus = environment.state();
    environment.continueFrom(-0.2, 0.3, -0.4, -0.5);
    environment.step(0);
    for (int i = 0; i < 4; i++) {
      assertThat(environment.state()[i]).isCloseTo(-plus[i], within(1e-14));
    }
  }

  @Test
  void energyIsConservedWithoutTorque() {
    environment.continueFrom(0.6, 0.4, 0, 0);
    double before = energy(environment.state());
    for (int i = 0; i < 10; i++) {
      environment.step(1);
    }
    assertThat(energy(environment.state())).isCloseTo(before, within(1e-2));
  }

  /** The motor turns the second joint: the work it does is torque times that angle. */
  @Test
  void theMotorsWorkIsTheGainInEnergy() {
    for (int action : new int[] {0, 2}) {
      environment.continueFrom(0.1, 0.2, 0.3, -0.1);
      double before = energy(environment.state());
      environment.step(action);
      double work = (action - 1) * (environment.state()[1] - 0.2);
      assertThat(energy(environment.state()) - before).isCloseTo(work, within(2e-4));
      assertThat(Math.abs(work)).isGreaterThan(1e-3);
    }
  }

  @Test
  void theTipAboveOneLinkEndsTheEpisodeWithRewardZero() {
    environment.continueFrom(Math.PI - 0.1, 0, 0, 0);
    Step step = environment.step(1);
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isZero();
  }

  @Test
  void theTipJustBelowOneLinkDoesNotEndTheEpisode() {
    // Level first link, second link at right angles to it, upwards: height 1 when it starts to
    // fall.
    environment.continueFrom(Math.PI / 2, Math.PI / 2, 0, 0);
    Step step = environment.step(1);
    assertThat(step.terminated()).isFalse();
    assertThat(step.reward()).isEqualTo(-1);
  }

  @Test
  void anglesWrapAtPi() {
    environment.continueFrom(Math.PI - 0.05, 0, 2, 0);
    environment.step(1);
    assertThat(environment.state()[0]).isBetween(-Math.PI, -Math.PI + 1);
    environment.continueFrom(-Math.PI + 0.05, 0, -2, 0);
    environment.step(1);
    assertThat(environment.state()[0]).isBetween(Math.PI - 1, Math.PI);
  }

  @Test
  void ratesAreClipped() {
    environment.continueFrom(0, 0, 16, 35);
    environment.step(1);
    assertThat(Math.abs(environment.state()[2])).isLessThanOrEqualTo(4 * Math.PI);
    assertThat(Math.abs(environment.state()[3])).isLessThanOrEqualTo(9 * Math.PI);
    environment.continueFrom(0.3, 0, 30, 60);
    environment.step(1);
    assertThat(Math.abs(environment.state()[2])).isEqualTo(4 * Math.PI);
  }

  @Test
  void observationsAreCosinesAndSinesThenRates() {
    environment.continueFrom(0, 0, 0, 0);
    assertThat(environment.step(1).observation()[0]).isEqualTo(1);
    Step start = environment.reset(9);
    double[] state = environment.state();
    assertThat(start.observation())
        .containsExactly(
            (float) Math.cos(state[0]),
            (float) Math.sin(state[0]),
            (float) Math.cos(state[1]),
            (float) Math.sin(state[1]),
            (float) state[2],
            (float) state[3]);
    for (double value : state) {
      assertThat(value).isEqualTo((float) value).isBetween(-0.1, 0.1);
    }
  }

  @Test
  void idlingIsTruncatedAfter500Steps() {
    Step step = environment.reset(2);
    int steps = 0;
    while (!step.done()) {
      environment.step(new float[] {1}, step);
      steps++;
    }
    assertThat(steps).isEqualTo(500);
    assertThat(step.truncated()).isTrue();
  }

  /**
   * Two uniform-ish rods: mass 1, length 1, centre at 0.5, moment of inertia 1 about the centre.
   */
  private static double energy(double[] state) {
    double sum = state[0] + state[1];
    double sumRate = state[2] + state[3];
    double speed1 = 0.25 * state[2] * state[2];
    double speed2 =
        state[2] * state[2] + 0.25 * sumRate * sumRate + state[2] * sumRate * Math.cos(state[1]);
    double kinetic = 0.5 * (speed1 + state[2] * state[2]) + 0.5 * (speed2 + sumRate * sumRate);
    double height = -0.5 * Math.cos(state[0]) - Math.cos(state[0]) - 0.5 * Math.cos(sum);
    return kinetic + 9.8 * height;
  }
}
