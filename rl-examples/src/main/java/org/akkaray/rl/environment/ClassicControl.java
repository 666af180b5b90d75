package org.akkaray.rl.environment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Gymnasium's classic-control environments share: the checks around an episode, the time limit
 * (Gymnasium's {@code TimeLimit} wrapper) and the seeded generator. A subclass holds the physics.
 */
abstract class ClassicControl implements Environment {
  private enum Phase {
    NEVER_RESET,
    RUNNING,
    TERMINATED,
    TRUNCATED
  }

  private final EnvironmentSpec spec;
  private final Space observationSpace;
  private final Space actionSpace;
  private @Nullable NumpyRandom random;
  private Phase phase = Phase.NEVER_RESET;
  private int elapsedSteps;

  ClassicControl(EnvironmentSpec spec, Space observationSpace, Space actionSpace) {
    this.spec = spec;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
  }

  /** Draws the state an episode starts in. */
  abstract void start(NumpyRandom random);

  /** Moves the state by one time step and returns the reward. */
  abstract double advance(float[] action);

  /** Whether the current state ends the episode. */
  abstract boolean isTerminal();

  /** Writes the observation of the current state. */
  abstract void observe(float[] observation);

  /** A copy of the state as Gymnasium's attribute {@code state} has it. */
  abstract double[] state();

  /** Replaces the state and makes the episode run from there; for the step by step checks. */
  final void continueFrom(double... state) {
    restore(state);
    phase = Phase.RUNNING;
    elapsedSteps = 0;
  }

  abstract void restore(double[] state);

  @Override
  public final EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public final Space observationSpace() {
    return observationSpace;
  }

  @Override
  public final Space actionSpace() {
    return actionSpace;
  }

  @Override
  public final void reset(long seed, Step into) {
    checkFits(into);
    random = new NumpyRandom(seed);
    begin(random, into);
  }

  @Override
  public final void reset(Step into) {
    checkFits(into);
    if (random == null) {
      throw new IllegalStateException(
          spec.id() + ": the first reset needs a seed, call reset(seed)");
    }
    begin(random, into);
  }

  private void begin(NumpyRandom generator, Step into) {
    start(generator);
    phase = Phase.RUNNING;
    elapsedSteps = 0;
    observe(into.observation());
    into.set(0, false, false);
  }

  @Override
  public final void step(float[] action, Step into) {
    if (phase != Phase.RUNNING) {
      throw new IllegalStateException(whyNoStep());
    }
    checkFits(into);
    checkAction(action);
    double reward = advance(action);
    elapsedSteps++;
    boolean terminated = isTerminal();
    boolean truncated = elapsedSteps >= spec.maxEpisodeSteps();
    if (terminated) {
      phase = Phase.TERMINATED;
    } else if (truncated) {
      phase = Phase.TRUNCATED;
    }
    observe(into.observation());
    into.set(reward, terminated, truncated);
  }

  private String whyNoStep() {
    return phase == Phase.NEVER_RESET
        ? spec.id() + ": step before the first reset, call reset(seed)"
        : "%s: the episode was %s after %d steps, call reset before the next step"
            .formatted(
                spec.id(), phase == Phase.TERMINATED ? "terminated" : "truncated", elapsedSteps);
  }

  private void checkFits(Step into) {
    if (into.observation().length != observationSpace.size()) {
      throw new IllegalArgumentException(
          "%s: the Step holds %d observation values, %d are needed: use newStep()"
              .formatted(spec.id(), into.observation().length, observationSpace.size()));
    }
  }

  private void checkAction(float[] action) {
    boolean valid = action.length == actionSpace.size();
    if (actionSpace instanceof Space.Discrete discrete) {
      valid = valid && discrete.contains(action);
    } else {
      for (int i = 0; valid && i < action.length; i++) {
        valid = !Float.isNaN(action[i]);
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "%s: action %s is not in %s".formatted(spec.id(), Arrays.toString(action), actionSpace));
    }
  }
}
