package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * The facts of an environment that do not change between episodes.
 *
 * @param id name and version, for example {@code CartPole-v1}
 * @param maxEpisodeSteps steps after which an episode is truncated, at least 1
 * @param rewardThreshold mean return over 100 episodes at which it counts as solved, if there is
 *     one
 * @param description one line for people
 */
public record EnvironmentSpec(
    String id, int maxEpisodeSteps, OptionalDouble rewardThreshold, String description) {
  public EnvironmentSpec {
    if (id.isBlank()) {
      throw new IllegalArgumentException("environment id: must not be blank");
    }
    if (maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          id + ": maxEpisodeSteps must be at least 1, not " + maxEpisodeSteps);
    }
  }
}
