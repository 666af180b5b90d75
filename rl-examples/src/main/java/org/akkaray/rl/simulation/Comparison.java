package org.akkaray.rl.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.akkaray.rl.policy.Seeds;

/**
 * Trials of 3n rollouts on n slots, each run as they end and in three barrier rounds, in turns
 * first and second.
 */
final class Comparison {
  private final String environment;
  private final long seed;
  private final StepCost cost;
  private final int slots;

  /**
   * A comparison.
   *
   * @param slots how many tasks run at once
   */
  Comparison(String environment, long seed, StepCost cost, int slots) {
    this.environment = environment;
    this.seed = seed;
    this.cost = cost;
    this.slots = slots;
  }

  /**
   * One trial.
   *
   * @param steps of each way
   * @param ends the way that gathers as they end
   * @param rounds the way of barrier rounds
   * @param plannedEnds the time of the first by list scheduling, in steps
   * @param plannedRounds the time of the second, in steps
   */
  record Trial(
      long steps,
      Gathering.Outcome ends,
      Gathering.Outcome rounds,
      long plannedEnds,
      long plannedRounds) {

    double gain() {
      return rounds.seconds() / ends.seconds();
    }

    double predictedGain() {
      return (double) plannedRounds / plannedEnds;
    }
  }

  /**
   * One trial.
   *
   * @param cpus as many as there are slots
   */
  Trial trial(int number, Slots cpus) {
    List<Rollout> rollouts = rollouts(3 * slots, number);
    int[] lengths = rollouts.stream().mapToInt(Rollout::steps).toArray();
    Gathering.Outcome ends;
    Gathering.Outcome rounds;
    if (number % 2 == 0) {
      ends = Gathering.asTheyEnd(rollouts, cpus);
      rounds = Gathering.inRounds(rollouts, slots, cpus);
    } else {
      rounds = Gathering.inRounds(rollouts, slots, cpus);
      ends = Gathering.asTheyEnd(rollouts, cpus);
    }
    if (ends.reward() != rounds.reward()) {
      throw new IllegalStateException(
          "the two ways earned %s and %s with the same rollouts"
              .formatted(ends.reward(), rounds.reward()));
    }
    return new Trial(
        Arrays.stream(lengths).sum(),
        ends,
        rounds,
        Schedule.asTheyEnd(lengths, slots),
        Schedule.inRounds(lengths, slots));
  }

  /** Rollouts of uniform length; the same for the same trial. */
  List<Rollout> rollouts(int count, int trial) {
    Random random = new Random(Seeds.derive(seed, trial));
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int steps = random.nextInt(Schedule.SHORTEST, Schedule.LONGEST + 1);
      rollouts.add(new Rollout(environment, Seeds.derive(seed, trial, i), steps, cost));
    }
    return rollouts;
  }
}
