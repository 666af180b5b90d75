package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Cases of both mountain cars worked out by hand from the equations. */
class MountainCarsTest {
  private final MountainCar car = new MountainCar();
  private final MountainCarContinuous throttled = new MountainCarContinuous();

  /** cos(1.5) = 0.0707372016677029; the push is 0.001, gravity takes 0.0025 of the cosine. */
  @Test
  void theEngineAndTheSlopeChangeTheVelocity() {
    double slope = 0.0025 * 0.0707372016677029;
    for (int action = 0; action < 3; action++) {
      car.continueFrom(-0.5, 0);
      Step step = car.step(action);
      double velocity = (action - 1) * 0.001 - slope;
      assertThat(car.state()[1]).isCloseTo(velocity, within(1e-15));
      assertThat(car.state()[0]).isCloseTo(-0.5 + velocity, within(1e-15));
      assertThat(step.reward()).isEqualTo(-1);
      assertThat(step.done()).isFalse();
    }
  }

  @Test
  void theLeftWallStopsTheCar() {
    car.continueFrom(-1.19, -0.06);
    Step step = car.step(0);
    assertThat(car.state()).containsExactly(-1.2, 0);
    assertThat(step.done()).isFalse();

    throttled.continueFrom(-1.19f, -0.06f);
    throttled.step(new float[] {-1});
    assertThat(throttled.state()).containsExactly(-1.2f, 0);
  }

  @Test
  void speedIsClippedAtSevenHundredths() {
    double bottomOfCosine = -Math.PI / 3;
    car.continueFrom(bottomOfCosine, 0.0695);
    car.step(2);
    assertThat(car.state()[1]).isEqualTo(0.07);
    car.continueFrom(0, -0.0695);
    car.step(0);
    assertThat(car.state()[1]).isEqualTo(-0.07);

    throttled.continueFrom((float) bottomOfCosine, 0.0695f);
    throttled.step(new float[] {1});
    assertThat(throttled.state()[1]).isEqualTo(0.07f);
    throttled.continueFrom(0, -0.0695f);
    throttled.step(new float[] {-1});
    assertThat(throttled.state()[1]).isEqualTo(-0.07f);
  }

  @Test
  void theRightEdgeClipsThePosition() {
    car.continueFrom(0.59, 0.06);
    assertThat(car.step(2).terminated()).isTrue();
    assertThat(car.state()[0]).isEqualTo(0.6);
  }

  @Test
  void reachingTheGoalTerminatesAndTheLastStepStillCosts() {
    car.continueFrom(0.46, 0.05);
    Step step = car.step(2);
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isEqualTo(-1);
  }

  @Test
  void beyondTheGoalButRollingBackIsNotTheEnd() {
    car.continueFrom(0.56, -0.03);
    Step step = car.step(0);
    assertThat(car.state()[0]).isBetween(0.5, 0.6);
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void theCarIsTruncatedAfter200StepsTheThrottledOneAfter999() {
    assertThat(idleSteps(car, new float[] {1})).isEqualTo(200);
    assertThat(idleSteps(throttled, new float[] {0})).isEqualTo(999);
  }

  @Test
  void theThrottleIsClippedForTheForceButNotForTheReward() {
    throttled.continueFrom(-0.5, 0);
    throttled.step(new float[] {1});
    double[] full = throttled.state();
    throttled.continueFrom(-0.5, 0);
    Step step = throttled.step(new float[] {3});
    assertThat(throttled.state()[1]).isCloseTo(full[1], within(1e-9));
    assertThat(step.reward()).isCloseTo(-0.9, within(1e-12));
  }

  /** At the top of the cosine (x = 0) the slope takes 0.0025, half throttle gives 0.00075. */
  @Test
  void theThrottledCarMovesByTheEquations() {
    throttled.continueFrom(0, 0);
    Step step = throttled.step(new float[] {0.5f});
    assertThat(throttled.state()[1]).isCloseTo(-0.00175, within(1e-9));
    assertThat(throttled.state()[0]).isCloseTo(-0.00175, within(1e-9));
    assertThat(step.reward()).isCloseTo(-0.025, within(1e-15));
  }

  @Test
  void theThrottledCarEarns100LessItsFuelAtTheGoal() {
    throttled.continueFrom(0.41, 0.05);
    Step step = throttled.step(new float[] {1});
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isCloseTo(99.9, within(1e-12));
    throttled.continueFrom(0.41, 0.03);
    assertThat(throttled.step(new float[] {1}).terminated()).isFalse();
  }

  @Test
  void theThrottledCarKeepsItsStateAsFloats() {
    throttled.reset(5);
    throttled.step(new float[] {0.3f});
    for (double value : throttled.state()) {
      assertThat(value).isEqualTo((float) value);
    }
  }

  private static int idleSteps(Environment environment, float[] action) {
    Step step = environment.reset(11);
    int steps = 0;
    while (!step.done()) {
      environment.step(action, step);
      steps++;
    }
    assertThat(step.truncated()).isTrue();
    assertThat(step.terminated()).isFalse();
    return steps;
  }
}
