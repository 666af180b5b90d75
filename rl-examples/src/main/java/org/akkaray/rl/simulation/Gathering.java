package org.akkaray.rl.simulation;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;

/** The same rollouts run in two ways, each rollout a task. Needs an initialized {@link Ray}. */
final class Gathering {
  private Gathering() {}

  /**
   * What a way of running took and gave.
   *
   * @param seconds from the first submission to the last result
   * @param steps of all rollouts
   * @param reward of all rollouts, added in their order
   */
  record Outcome(double seconds, long steps, double reward) {
    double stepsPerSecond() {
      return steps / seconds;
    }

    static Outcome of(long began, List<Rollout.Result> results) {
      double seconds = (System.nanoTime() - began) / 1e9;
      long steps = 0;
      double reward = 0;
      for (Rollout.Result result : results) {
        steps += result.steps();
        reward += result.totalReward();
      }
      return new Outcome(seconds, steps, reward);
    }
  }

  /** All at once, gathered as they end: no CPU waits for another. */
  static Outcome asTheyEnd(List<Rollout> rollouts, Slots slots) {
    long began = System.nanoTime();
    List<ObjectRef<Rollout.Result>> refs = submit(rollouts, slots);
    List<ObjectRef<Rollout.Result>> pending = refs;
    while (!pending.isEmpty()) {
      pending = Ray.wait(pending, 1).getUnready();
    }
    return Outcome.of(began, Ray.get(refs));
  }

  /**
   * A round of as many as there are slots, then the next: each round lasts as long as its longest.
   *
   * @param count how many slots there are
   */
  static Outcome inRounds(List<Rollout> rollouts, int count, Slots slots) {
    long began = System.nanoTime();
    List<Rollout.Result> results = new ArrayList<>();
    for (int first = 0; first < rollouts.size(); first += count) {
      List<Rollout> round = rollouts.subList(first, Math.min(first + count, rollouts.size()));
      results.addAll(Ray.get(submit(round, slots)));
    }
    return Outcome.of(began, results);
  }

  private static List<ObjectRef<Rollout.Result>> submit(List<Rollout> rollouts, Slots slots) {
    List<ObjectRef<Rollout.Result>> refs = new ArrayList<>();
    for (Rollout rollout : rollouts) {
      refs.add(slots.submit(rollout));
    }
    return refs;
  }
}
