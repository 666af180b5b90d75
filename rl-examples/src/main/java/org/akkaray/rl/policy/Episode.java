package org.akkaray.rl.policy;

import org.akkaray.rl.environment.Environment;
import org.akkaray.rl.environment.Step;
import org.jspecify.annotations.Nullable;

/**
 * How one episode went.
 *
 * @param totalReward the return, not discounted
 * @param length steps taken
 */
public record Episode(double totalReward, int length) {

  /**
   * Plays one episode to its end.
   *
   * @param environment where
   * @param policy who
   * @param normalization between the two, null for observations as they are
   * @param seen counts each raw observation the policy acted on, null to count none
   * @param seed of the reset
   */
  public static Episode play(
      Environment environment,
      Policy policy,
      @Nullable Normalization normalization,
      @Nullable ObservationStatistics seen,
      long seed) {
    Step step = environment.newStep();
    float[] action = environment.newAction();
    float[] input = normalization == null ? step.observation() : step.observation().clone();
    environment.reset(seed, step);
    double total = 0;
    int length = 0;
    while (!step.done()) {
      if (seen != null) {
        seen.add(step.observation());
      }
      if (normalization != null) {
        normalization.apply(step.observation(), input);
      }
      policy.act(input, action);
      environment.step(action, step);
      total += step.reward();
      length++;
    }
    return new Episode(total, length);
  }
}
