package org.akkaray.runtime.scheduler.placement;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * Whether a local scheduler keeps a task that was submitted on its node, or hands it to a global
 * one: bottom-up scheduling (Moritz et al., OSDI 2018, section 4.2.2). To be asked once for a task,
 * where it was submitted; a node keeps what a global scheduler sent it, or tasks would wander.
 * Immutable.
 *
 * @param keepBelow an estimated wait below which a task is always kept
 * @param spillAbove an estimated wait above which it is always handed over; in between it is handed
 *     over if it could start at once elsewhere
 * @param handOver what handing over costs: a task whose inputs take longer to bring here is better
 *     placed by a scheduler that looks where they are
 * @param assumedTask how long a task is taken to last before any has ended here
 * @param assumedBandwidth bytes per second that are assumed before any transfer has ended here
 */
public record SpillPolicy(
    Duration keepBelow,
    Duration spillAbove,
    Duration handOver,
    Duration assumedTask,
    double assumedBandwidth) {

  /** 10 ms, 100 ms, 1 ms, 1 ms, 1 GB/s. */
  public static final SpillPolicy DEFAULT =
      new SpillPolicy(
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          1e9);

  /** What to do with a task, and why. */
  public enum Decision {
    /** It runs here, now or after others. */
    KEEP,

    /** Its strategy asks for another node, for certain labels, or to be spread. */
    STRATEGY,

    /** This node can never have what it asks for. */
    CANNOT_RUN_HERE,

    /** This node is about to leave. */
    DRAINING,

    /** Bringing its inputs here takes longer than handing it over. */
    INPUTS_ELSEWHERE,

    /** It would wait here, and start at once elsewhere. */
    FREE_ELSEWHERE,

    /** It would wait too long here. */
    OVERLOADED;

    /** Whether a global scheduler is to place it. */
    public boolean spills() {
      return this != KEEP;
    }
  }

  /** Checks the numbers. */
  public SpillPolicy {
    if (keepBelow.isNegative()
        || spillAbove.compareTo(keepBelow) < 0
        || handOver.isNegative()
        || !assumedTask.isPositive()
        || !(assumedBandwidth > 0)) {
      throw new IllegalArgumentException(
          ("keepBelow and handOver must not be negative, spillAbove not below keepBelow, assumedTask and"
                  + " assumedBandwidth above 0, but they are %s, %s, %s, %s and %s")
              .formatted(keepBelow, handOver, spillAbove, assumedTask, assumedBandwidth));
    }
  }

  /**
   * What to do with a task.
   *
   * @param local this node, now
   * @param startsAtOnceElsewhere asked only if it matters; see {@link
   *     ClusterView#startsAtOnceElsewhere}
   */
  public Decision decide(
      LocalLoad local, PlacementRequest request, BooleanSupplier startsAtOnceElsewhere) {
    boolean bound = false;
    switch (request.strategy()) {
      case SchedulingStrategy.Default ignored -> {}
      case SchedulingStrategy.Spread ignored -> {
        return Decision.STRATEGY;
      }
      case SchedulingStrategy.NodeAffinity affinity -> {
        if (!affinity.nodeId().equals(local.node())) {
          return Decision.STRATEGY;
        }
        bound = true;
      }
      case SchedulingStrategy.NodeLabels labels -> {
        if (!labels.isMetBy(local.labels()) || !labels.prefers(local.labels())) {
          return Decision.STRATEGY;
        }
      }
    }
    if (!local.total().covers(request.demand())) {
      return Decision.CANNOT_RUN_HERE;
    }
    if (local.draining()) {
      return Decision.DRAINING;
    }
    if (bound) {
      return Decision.KEEP;
    }
    if (transferNanos(local, request.inputs()) > handOver.toNanos()) {
      return Decision.INPUTS_ELSEWHERE;
    }
    double wait = waitNanos(local, request.demand());
    if (wait <= keepBelow.toNanos()) {
      return Decision.KEEP;
    }
    if (wait > spillAbove.toNanos()) {
      return Decision.OVERLOADED;
    }
    return startsAtOnceElsewhere.getAsBoolean() ? Decision.FREE_ELSEWHERE : Decision.KEEP;
  }

  /** How long something with this demand would wait here, in nanoseconds. */
  public double waitNanos(LocalLoad local, ResourceSet demand) {
    double task = local.meanTaskNanos() > 0 ? local.meanTaskNanos() : assumedTask.toNanos();
    return local.pressure(demand) * task;
  }

  private double transferNanos(LocalLoad local, InputLocations inputs) {
    double bandwidth = local.meanBandwidth() > 0 ? local.meanBandwidth() : assumedBandwidth;
    return inputs.missingOn(local.node()) * 1e9 / bandwidth;
  }
}
