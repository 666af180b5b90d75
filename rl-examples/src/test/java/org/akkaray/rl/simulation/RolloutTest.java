package org.akkaray.rl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.akkaray.rl.environment.Environments;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final StepCost FREE = StepCost.busy(0);

  @Test
  void aRolloutTakesItsStepsOverAsManyEpisodesAsNeeded() {
    Rollout.Result result = Rollout.run(new Rollout("Pendulum-v1", 1, 950, FREE));
    assertThat(result.steps()).isEqualTo(950);
    assertThat(result.episodes()).as("of 200 steps").isEqualTo(4);
    assertThat(result.totalReward()).isNegative();
  }

  @Test
  void theSameRolloutGivesTheSameResultInEachRegisteredEnvironment() {
    for (String id : Environments.ids()) {
      Rollout rollout = new Rollout(id, 5, 300, FREE);
      assertThat(Rollout.run(rollout)).isEqualTo(Rollout.run(rollout));
    }
  }

  @Test
  void stepsTakeAtLeastTheTimeTheyCost() {
    Rollout slept = new Rollout("CartPole-v1", 1, 100, StepCost.sleeping(200));
    long began = System.nanoTime();
    Rollout.run(slept);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(20_000_000);

    StepCost busy = StepCost.busy(200);
    assertThat(busy.spins()).isPositive();
    began = System.nanoTime();
    Rollout.run(new Rollout("CartPole-v1", 1, 100, busy));
    assertThat(System.nanoTime() - began)
        .as("calibrated at the machine's best, so never much less")
        .isGreaterThan(15_000_000);
  }

  @Test
  void theSameTrialHasTheSameRolloutsOfUniformLength() {
    Comparison comparison = new Comparison("CartPole-v1", 1, FREE, 2);
    List<Rollout> rollouts = comparison.rollouts(3000, 4);
    assertThat(rollouts).isEqualTo(comparison.rollouts(3000, 4));
    assertThat(rollouts).allMatch(r -> r.steps() >= 10 && r.steps() <= 1000);
    assertThat(rollouts.stream().mapToInt(Rollout::steps).average().orElseThrow())
        .isBetween(480.0, 530.0);
    assertThat(rollouts).isNotEqualTo(comparison.rollouts(3000, 5));
  }

  @Test
  void bareThreadsDoTheSameWork() {
    List<Rollout> rollouts = new Comparison("CartPole-v1", 1, FREE, 2).rollouts(20, 0);
    Gathering.Outcome one = BareThreads.run(rollouts, 1);
    Gathering.Outcome two = BareThreads.run(rollouts, 2);
    assertThat(two.reward()).isEqualTo(one.reward());
    assertThat(two.steps()).isEqualTo(rollouts.stream().mapToLong(Rollout::steps).sum());
  }
}
