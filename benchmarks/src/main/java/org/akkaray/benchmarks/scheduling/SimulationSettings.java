package org.akkaray.benchmarks.scheduling;

import java.time.Duration;
import org.akkaray.runtime.scheduler.placement.PlacementSettings;

/**
 * What is simulated.
 *
 * @param nodes how many, all alike
 * @param cpus of each node; a task takes one
 * @param schedulers how many global schedulers there are, each with a view of its own; a task goes
 *     to one of them by chance
 * @param workload what is submitted
 * @param heartbeats what the schedulers hear of the nodes
 * @param policy how they place
 * @param seed of all randomness
 */
public record SimulationSettings(
    int nodes,
    int cpus,
    int schedulers,
    Workload workload,
    Heartbeats heartbeats,
    PlacementSettings policy,
    long seed) {

  /**
   * What is submitted.
   *
   * @param tasks how many in all
   * @param utilization which part of all CPUs they take on average
   * @param meanTask how long a task lasts on average; its length is exponentially distributed
   * @param network how long a task is on its way from a scheduler to a node
   */
  public record Workload(long tasks, double utilization, Duration meanTask, Duration network) {}

  /**
   * What schedulers know.
   *
   * @param period how often each node reports to each scheduler
   * @param delay how old a report is when it reaches a scheduler
   * @param countPlacements whether schedulers count what they placed themselves; off to see what it
   *     is worth
   */
  public record Heartbeats(Duration period, Duration delay, boolean countPlacements) {}

  /**
   * 1,000 nodes of 4 CPUs, 4 schedulers, 10 million tasks of 100 ms that take 90 % of all CPUs and
   * are 0.5 ms on their way, heartbeats every 100 ms that are not late.
   */
  public static final SimulationSettings DEFAULT =
      new SimulationSettings(
          1000,
          4,
          4,
          new Workload(10_000_000, 0.9, Duration.ofMillis(100), Duration.ofNanos(500_000)),
          new Heartbeats(Duration.ofMillis(100), Duration.ZERO, true),
          PlacementSettings.DEFAULT,
          20_180_908);

  /** Checks the numbers. */
  public SimulationSettings {
    if (nodes < 1
        || cpus < 1
        || schedulers < 1
        || workload.tasks() < 1
        || !(workload.utilization() > 0)) {
      throw new IllegalArgumentException(
          "nodes, cpus, schedulers, tasks and utilization must be above 0, but are %d, %d, %d, %d and %s"
              .formatted(nodes, cpus, schedulers, workload.tasks(), workload.utilization()));
    }
  }

  SimulationSettings withNodes(int nodes) {
    return new SimulationSettings(nodes, cpus, schedulers, workload, heartbeats, policy, seed);
  }

  SimulationSettings withTasks(long tasks) {
    Workload changed =
        new Workload(tasks, workload.utilization(), workload.meanTask(), workload.network());
    return new SimulationSettings(nodes, cpus, schedulers, changed, heartbeats, policy, seed);
  }

  SimulationSettings withHeartbeats(Duration delay, boolean countPlacements) {
    Heartbeats changed = new Heartbeats(heartbeats.period(), delay, countPlacements);
    return new SimulationSettings(nodes, cpus, schedulers, workload, changed, policy, seed);
  }

  SimulationSettings withSamples(int samples) {
    return new SimulationSettings(
        nodes, cpus, schedulers, workload, heartbeats, policy.withSamples(samples), seed);
  }
}
