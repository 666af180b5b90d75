package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EnvironmentCheckerTest {

  @Test
  void anEnvironmentThatIgnoresItsSeedIsReported() {
    assertThat(EnvironmentChecker.check(() -> new Careless(Fault.IGNORES_SEED)))
        .contains("reset(123) and reset(456) give the same observation");
  }

  @Test
  void anObservationOutsideItsSpaceIsReported() {
    assertThat(EnvironmentChecker.check(() -> new Careless(Fault.LEAVES_SPACE)))
        .anyMatch(problem -> problem.startsWith("step 1: observation [5.0] is not in Box"));
  }

  @Test
  void aMissingTimeLimitIsReported() {
    assertThat(EnvironmentChecker.check(() -> new Careless(Fault.NEVER_ENDS)))
        .contains(
            "truncated is false after 10 steps of at most 10",
            "a step after the end of an episode must throw IllegalStateException");
  }

  @Test
  void unseededRandomnessIsReported() {
    assertThat(EnvironmentChecker.check(() -> new Careless(Fault.OWN_RANDOMNESS)))
        .contains("the same seed and actions give different steps");
  }

  @Test
  void acceptedNonsenseIsReported() {
    assertThat(EnvironmentChecker.check(() -> new Careless(Fault.IGNORES_SEED)))
        .anyMatch(problem -> problem.startsWith("step([NaN]) must throw IllegalArgumentException"))
        .anyMatch(problem -> problem.startsWith("a step before the first reset must throw"));
  }

  private enum Fault {
    IGNORES_SEED,
    LEAVES_SPACE,
    NEVER_ENDS,
    OWN_RANDOMNESS
  }

  /** Checks nothing it is asked for and has one more fault. */
  private static final class Careless implements Environment {
    private static long calls;
    private final Fault fault;
    private int steps;
    private long seed;

    Careless(Fault fault) {
      this.fault = fault;
    }

    @Override
    public EnvironmentSpec spec() {
      return new EnvironmentSpec("Careless-v0", 10, OptionalDouble.empty(), "for this test");
    }

    @Override
    public Space observationSpace() {
      return Space.Box.symmetric(1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(long newSeed, Step into) {
      seed = fault == Fault.IGNORES_SEED ? 0 : newSeed;
      reset(into);
    }

    @Override
    public void reset(Step into) {
      steps = 0;
      into.observation()[0] = seed / 1000f;
      into.set(0, false, false);
    }

    @Override
    public void step(float[] action, Step into) {
      steps++;
      if (fault == Fault.LEAVES_SPACE) {
        into.observation()[0] = 5;
      }
      into.set(
          fault == Fault.OWN_RANDOMNESS ? calls++ : 0,
          false,
          fault != Fault.NEVER_ENDS && steps >= 10);
    }
  }
}
