package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentsTest {

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, 500, 475",
    "Pendulum-v1, 200, NaN",
    "MountainCar-v0, 200, -110",
    "MountainCarContinuous-v0, 999, 90",
    "Acrobot-v1, 500, -100"
  })
  void eachHasGymnasiumsLimitAndThresholdAndPassesTheChecker(
      String id, int limit, double threshold) {
    EnvironmentSpec spec = Environments.make(id).spec();
    assertThat(spec.id()).isEqualTo(id);
    assertThat(spec.maxEpisodeSteps()).isEqualTo(limit);
    assertThat(spec.rewardThreshold().orElse(Double.NaN)).isEqualTo(Double.valueOf(threshold));
    assertThat(EnvironmentChecker.check(() -> Environments.make(id))).isEmpty();
  }

  @Test
  void anUnknownIdIsAnsweredWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.make("CartPole-v9"))
        .withMessageStartingWith(
            "no environment 'CartPole-v9'; there are Acrobot-v1, CartPole-v1,");
  }

  @Test
  void anIdCannotBeRegisteredTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.register(CartPole::new))
        .withMessage("environment 'CartPole-v1' is registered already");
  }

  @Test
  void aStepOutsideAnEpisodeSaysWhatToCall() {
    Environment environment = Environments.make("Pendulum-v1");
    assertThatIllegalStateException()
        .isThrownBy(() -> environment.step(new float[] {0}))
        .withMessage("Pendulum-v1: step before the first reset, call reset(seed)");
    Step step = environment.reset(1);
    while (!step.done()) {
      environment.step(new float[] {0}, step);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> environment.step(new float[] {0}, step))
        .withMessage(
            "Pendulum-v1: the episode was truncated after 200 steps,"
                + " call reset before the next step");
  }

  @Test
  void anActionOutsideTheSpaceIsNamedInTheError() {
    Environment environment = Environments.make("CartPole-v1");
    environment.reset(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environment.step(2))
        .withMessage("CartPole-v1: action [2.0] is not in Discrete(2)");
  }

  @Test
  void aStepOfAnotherEnvironmentIsRefused() {
    Environment environment = Environments.make("CartPole-v1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environment.reset(1, new Step(3)))
        .withMessage(
            "CartPole-v1: the Step holds 3 observation values, 4 are needed: use newStep()");
  }
}
