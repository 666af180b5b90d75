package org.akkaray.rl.environment;

/**
 * A world that an agent acts in, one episode after the other: {@code reset}, then {@code step}
 * until the {@link Step} is {@link Step#done() done}. Not thread-safe; each rollout makes its own,
 * which costs next to nothing.
 *
 * <pre>{@code
 * Environment environment = Environments.make("CartPole-v1");
 * Step step = environment.newStep();
 * float[] action = environment.newAction();
 * environment.reset(7, step);
 * while (!step.done()) {
 *   action[0] = step.observation()[2] > 0 ? 1 : 0;
 *   environment.step(action, step);
 * }
 * }</pre>
 *
 * <p>The contract is that of Gymnasium (Towers et al. 2024, "Gymnasium: A Standard Interface for
 * Reinforcement Learning Environments"), with two sharper edges: a step outside an episode is an
 * error, and the first reset must carry a seed, so that no run is irreproducible by accident.
 */
public interface Environment {

  /** Id, limits and threshold. */
  EnvironmentSpec spec();

  /** What the observations are. */
  Space observationSpace();

  /** What the actions are. */
  Space actionSpace();

  /**
   * Starts an episode whose every random number follows from the seed.
   *
   * @param seed 0 or above
   * @param into receives the first observation, reward 0
   * @throws IllegalArgumentException if the seed is negative
   */
  void reset(long seed, Step into);

  /**
   * Starts the next episode, going on with the random numbers of the last seed.
   *
   * @throws IllegalStateException if there never was a seed
   */
  void reset(Step into);

  /**
   * Applies an action for one time step.
   *
   * @param action as {@link #actionSpace()} says; only read. Values outside a {@link Space.Box} are
   *     what the environment makes of them (mostly: clipped)
   * @param into receives observation, reward and end
   * @throws IllegalArgumentException if the action has another length, is not a number, or is
   *     outside a {@link Space.Discrete}
   * @throws IllegalStateException before the first reset and after the end of an episode
   */
  void step(float[] action, Step into);

  /** An empty {@link Step} that fits {@link #observationSpace()}. */
  default Step newStep() {
    return new Step(observationSpace().size());
  }

  /** An action of the right length, all zeros. */
  default float[] newAction() {
    return new float[actionSpace().size()];
  }

  /** {@link #reset(long, Step)} into a new step. */
  default Step reset(long seed) {
    Step step = newStep();
    reset(seed, step);
    return step;
  }

  /** {@link #step(float[], Step)} into a new step. */
  default Step step(float[] action) {
    Step step = newStep();
    step(action, step);
    return step;
  }

  /** A step of an environment with {@link Space.Discrete} actions, into a new step. */
  default Step step(int action) {
    return step(new float[] {action});
  }
}
