package org.akkaray.rl.policy;

/**
 * Maps observations to actions; what it does is decided by a flat vector of parameters, which is
 * what algorithms change and messages carry. Not thread-safe: a policy keeps scratch arrays.
 */
public interface Policy {

  /** Length of the parameter vector. */
  int parameterCount();

  /** A copy of the parameters. */
  float[] parameters();

  /**
   * Replaces the parameters by a copy of these.
   *
   * @throws IllegalArgumentException if the length is not {@link #parameterCount()}
   */
  void setParameters(float[] parameters);

  /**
   * Chooses the action for an observation, always the same one.
   *
   * @param observation only read
   * @param action receives the action, within the action space's bounds
   */
  void act(float[] observation, float[] action);
}
