package org.akkaray.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.environment.Space;
import org.junit.jupiter.api.Test;

class MlpPolicyTest {
  private static final Space TWO = Space.Box.symmetric(10, 10);

  @Test
  void aLinearDiscretePolicyChoosesTheLargestScore() {
    MlpPolicy policy = new MlpPolicy(TWO, new Space.Discrete(3));
    // Scores: x0, x1, 0.5.
    policy.setParameters(new float[] {1, 0, 0, 1, 0, 0, 0, 0, 0.5f});

    assertThat(act(policy, 2, 1)).isZero();
    assertThat(act(policy, 1, 2)).isEqualTo(1);
    assertThat(act(policy, 0, 0)).isEqualTo(2);
    assertThat(act(policy, 2, 2)).as("the first of equal ones").isZero();
  }

  @Test
  void aHiddenLayerIsWeightsThenBiasesThroughTanh() {
    MlpPolicy policy = new MlpPolicy(TWO, Space.Box.symmetric(Float.POSITIVE_INFINITY), 2);
    // h0 = tanh(x0 + 2 x1 + 0.1), h1 = tanh(-x0), output 3 h0 - h1 + 0.2.
    policy.setParameters(new float[] {1, 2, -1, 0, 0.1f, 0, 3, -1, 0.2f});

    double expected = 3 * Math.tanh(0.3 + 2 * -0.2 + 0.1) - Math.tanh(-0.3) + 0.2;
    assertThat((double) act(policy, 0.3f, -0.2f)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void boundedActionsStayWithinTheirBounds() {
    MlpPolicy policy = new MlpPolicy(TWO, Space.Box.of(new float[] {-1}, new float[] {5}));
    policy.setParameters(new float[] {100, 0, 0});

    assertThat(act(policy, 0, 0)).as("the middle").isEqualTo(2);
    assertThat(act(policy, 1, 0)).isEqualTo(5);
    assertThat(act(policy, -1, 0)).isEqualTo(-1);
  }

  @Test
  void theSeedDecidesTheInitialParameters() {
    MlpPolicy one = MlpPolicy.of(Environments.make("Acrobot-v1"), 16, 16);
    MlpPolicy two = MlpPolicy.of(Environments.make("Acrobot-v1"), 16, 16);
    one.initialize(5);
    two.initialize(5);
    assertThat(one.parameterCount()).isEqualTo(7 * 16 + 17 * 16 + 17 * 3);
    assertThat(one.parameters()).isEqualTo(two.parameters());
    two.initialize(6);
    assertThat(one.parameters()).isNotEqualTo(two.parameters());
  }

  @Test
  void parametersAreCopiedInAndOut() {
    MlpPolicy policy = new MlpPolicy(TWO, new Space.Discrete(2));
    float[] given = {1, 2, 3, 4, 5, 6};
    policy.setParameters(given);
    given[0] = 99;
    policy.parameters()[1] = 99;
    assertThat(policy.parameters()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void wrongSizesAreRefused() {
    MlpPolicy policy = new MlpPolicy(TWO, new Space.Discrete(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.setParameters(new float[5]))
        .withMessage("the policy has 6 parameters, not 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpPolicy(TWO, new Space.Discrete(2), 8, 0))
        .withMessage("hidden layer 2: size must be at least 1, not 0");
  }

  private static float act(MlpPolicy policy, float... observation) {
    float[] action = new float[1];
    policy.act(observation, action);
    return action[0];
  }
}
