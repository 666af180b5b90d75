package org.akkaray.rl.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks that an environment keeps the contract of {@link Environment}, as Gymnasium's {@code
 * check_env} does: spaces, seeded resets and steps that repeat, observations within their space,
 * invalid actions refused, the time limit, no step after the end.
 */
public final class EnvironmentChecker {
  private final Supplier<? extends Environment> factory;
  private final List<String> problems = new ArrayList<>();

  private EnvironmentChecker(Supplier<? extends Environment> factory) {
    this.factory = factory;
  }

  /**
   * Plays a few episodes with random actions.
   *
   * @param factory makes a new environment at each call
   * @return one sentence for each rule that is broken; empty if the environment is sound
   */
  public static List<String> check(Supplier<? extends Environment> factory) {
    EnvironmentChecker checker = new EnvironmentChecker(factory);
    checker.run("outside an episode", checker::checkOutsideEpisode);
    checker.run("reset", checker::checkSeeds);
    checker.run("invalid actions", checker::checkInvalidActions);
    checker.run("episode", environment -> checker.checkEpisode(environment, 1));
    checker.run("second episode", environment -> checker.checkEpisode(environment, 2));
    return List.copyOf(checker.problems);
  }

  private void run(String name, Consumer<Environment> check) {
    try {
      check.accept(factory.get());
    } catch (RuntimeException e) {
      problems.add(name + ": unexpected " + e);
    }
  }

  private void checkOutsideEpisode(Environment environment) {
    Step step = environment.newStep();
    expect(
        IllegalStateException.class,
        () -> environment.step(validAction(environment, new NumpyRandom(0)), step),
        "a step before the first reset must throw IllegalStateException");
    expect(
        IllegalStateException.class,
        () -> environment.reset(step),
        "a first reset without a seed must throw IllegalStateException");
    expect(
        IllegalArgumentException.class,
        () -> environment.reset(-1, step),
        "reset(-1) must throw IllegalArgumentException: seeds are 0 or above");
  }

  private void checkSeeds(Environment environment) {
    Step first = environment.reset(123);
    Step next = environment.newStep();
    environment.reset(next);
    Step again = environment.reset(123);
    Step nextAgain = environment.newStep();
    environment.reset(nextAgain);
    Step other = environment.reset(456);
    require(same(first, again), "reset(123) twice gives different observations");
    require(same(next, nextAgain), "reset() after reset(123) gives different observations");
    require(!same(first, other), "reset(123) and reset(456) give the same observation");
    require(!same(first, next), "reset() repeats the observation of reset(123)");
    require(
        first.reward() == 0 && !first.done(), "reset must leave reward 0 and the episode running");
    for (Step step : List.of(first, next, other)) {
      requireObservation(environment, step, "reset");
    }
  }

  private void checkInvalidActions(Environment environment) {
    environment.reset(1);
    List<float[]> invalid = new ArrayList<>();
    invalid.add(new float[environment.actionSpace().size() + 1]);
    float[] notANumber = environment.newAction();
    Arrays.fill(notANumber, Float.NaN);
    invalid.add(notANumber);
    if (environment.actionSpace() instanceof Space.Discrete discrete) {
      invalid.add(new float[] {discrete.n()});
      invalid.add(new float[] {-1});
      invalid.add(new float[] {0.5f});
    }
    for (float[] action : invalid) {
      expect(
          IllegalArgumentException.class,
          () -> environment.step(action),
          "step(%s) must throw IllegalArgumentException: it is not in %s"
              .formatted(Arrays.toString(action), environment.actionSpace()));
    }
  }

  private void checkEpisode(Environment environment, long seed) {
    Environment twin = factory.get();
    NumpyRandom random = new NumpyRandom(seed);
    Step step = environment.reset(seed);
    Step twinStep = twin.reset(seed);
    int limit = environment.spec().maxEpisodeSteps();
    int steps = 0;
    while (!step.done() && steps <= limit) {
      float[] action = validAction(environment, random);
      float[] kept = action.clone();
      environment.step(action, step);
      twin.step(action, twinStep);
      steps++;
      require(Arrays.equals(action, kept), "step changes the action it is given");
      require(same(step, twinStep), "the same seed and actions give different steps");
      require(Double.isFinite(step.reward()), "the reward is " + step.reward());
      requireObservation(environment, step, "step " + steps);
      require(
          step.truncated() == (steps >= limit),
          "truncated is %s after %d steps of at most %d".formatted(step.truncated(), steps, limit));
    }
    expect(
        IllegalStateException.class,
        () -> environment.step(validAction(environment, random), step),
        "a step after the end of an episode must throw IllegalStateException");
  }

  private static float[] validAction(Environment environment, NumpyRandom random) {
    float[] action = environment.newAction();
    switch (environment.actionSpace()) {
      case Space.Discrete discrete -> action[0] = (int) (random.nextDouble() * discrete.n());
      case Space.Box box -> {
        for (int i = 0; i < action.length; i++) {
          float low = Math.max(box.low(i), -1e3f);
          float high = Math.min(box.high(i), 1e3f);
          action[i] = (float) random.uniform(low, high);
        }
      }
    }
    return action;
  }

  private void requireObservation(Environment environment, Step step, String when) {
    require(
        environment.observationSpace().contains(step.observation()),
        "%s: observation %s is not in %s"
            .formatted(when, Arrays.toString(step.observation()), environment.observationSpace()));
  }

  private static boolean same(Step a, Step b) {
    return Arrays.equals(a.observation(), b.observation())
        && a.reward() == b.reward()
        && a.terminated() == b.terminated()
        && a.truncated() == b.truncated();
  }

  private void expect(Class<? extends RuntimeException> type, Runnable call, String problem) {
    try {
      call.run();
    } catch (RuntimeException e) {
      require(type.isInstance(e), problem + ", not " + e);
      return;
    }
    require(false, problem);
  }

  private void require(boolean holds, String problem) {
    if (!holds && !problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
