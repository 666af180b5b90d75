package org.akkaray.rl.simulation;

import org.akkaray.rl.environment.Environment;
import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.environment.Step;
import org.akkaray.rl.policy.MlpPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work: a number of steps in an environment, over as many episodes as they take.
 *
 * @param environment id of the environment
 * @param seed of the policy and of the first reset
 * @param steps to take
 * @param cost of each step
 */
public record Rollout(String environment, long seed, int steps, StepCost cost) {

  /**
   * What came of it.
   *
   * @param steps taken
   * @param totalReward of all steps: the same whoever ran the rollout, and when
   * @param episodes that ended
   */
  public record Result(int steps, double totalReward, int episodes) {}

  /** Does the work, on the calling thread: this is the function that becomes a task. */
  public static Result run(Rollout rollout) {
    Environment environment = Environments.make(rollout.environment());
    MlpPolicy policy = MlpPolicy.of(environment);
    policy.initialize(rollout.seed());
    Step step = environment.newStep();
    float[] action = environment.newAction();
    environment.reset(rollout.seed(), step);
    double total = 0;
    int episodes = 0;
    Clock clock = rollout.cost().micros() == 0 ? null : new Clock(rollout.cost(), rollout.seed());
    for (int i = 0; i < rollout.steps(); i++) {
      if (step.done()) {
        environment.reset(step);
        episodes++;
      }
      policy.act(step.observation(), action);
      environment.step(action, step);
      total += step.reward();
      pay(clock);
    }
    if (clock != null) {
      clock.finish();
    }
    return new Result(rollout.steps(), total, episodes);
  }

  private static void pay(@Nullable Clock clock) {
    if (clock != null) {
      clock.payStep();
    }
  }

  /** Spends the time that steps cost. */
  private static final class Clock {
    /** Sleeps are collected into pieces this long: the kernel adds some 60 microseconds to each. */
    private static final long SHORTEST_SLEEP_NANOS = 2_000_000;

    private final StepCost cost;
    private final long began = System.nanoTime();
    private double owedNanos;
    private long work;

    Clock(StepCost cost, long seed) {
      this.cost = cost;
      this.work = seed;
    }

    void payStep() {
      switch (cost.kind()) {
        case BUSY -> work = BusyWork.spin(cost.spins(), work);
        case SLEEP -> {
          owedNanos += cost.micros() * 1000;
          if (began + owedNanos - System.nanoTime() > SHORTEST_SLEEP_NANOS) {
            sleepOff();
          }
        }
      }
    }

    void finish() {
      if (cost.kind() == StepCost.Kind.SLEEP) {
        sleepOff();
      } else if (work == 0) {
        throw new AssertionError("xorshift never reaches 0");
      }
    }

    private void sleepOff() {
      long left = (long) (began + owedNanos) - System.nanoTime();
      if (left > 0) {
        try {
          Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("the rollout was interrupted", e);
        }
      }
    }
  }
}
