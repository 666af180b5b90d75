package org.akkaray.rl.environment;

import java.util.Arrays;

/**
 * What an environment answers: the observation, the reward of the last action and whether the
 * episode is over. The caller owns it; {@link Environment#step(float[], Step)} writes into it, so
 * that a rollout allocates nothing. Not thread-safe.
 */
public final class Step {
  private final float[] observation;
  private double reward;
  private boolean terminated;
  private boolean truncated;

  /** An empty step for observations of this many floats. */
  public Step(int observationSize) {
    this.observation = new float[observationSize];
  }

  /** The observation: this object's own array, overwritten by the next call that gets it. */
  public float[] observation() {
    return observation;
  }

  /** Reward of the last action; 0 after a reset. */
  public double reward() {
    return reward;
  }

  /** Whether the task itself ended: the pole fell, the goal was reached. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether the episode was cut off at {@link EnvironmentSpec#maxEpisodeSteps()}. */
  public boolean truncated() {
    return truncated;
  }

  /** Whether the episode is over, for either reason; the next call must be a reset. */
  public boolean done() {
    return terminated || truncated;
  }

  /** Sets all but the observation, for those who write an environment. */
  public void set(double reward, boolean terminated, boolean truncated) {
    this.reward = reward;
    this.terminated = terminated;
    this.truncated = truncated;
  }

  @Override
  public String toString() {
    return "Step[observation=%s, reward=%s, terminated=%s, truncated=%s]"
        .formatted(Arrays.toString(observation), reward, terminated, truncated);
  }
}
