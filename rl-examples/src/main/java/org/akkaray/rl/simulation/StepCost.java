package org.akkaray.rl.simulation;

/**
 * What a step costs beyond the environment's own nanoseconds, as if the simulator behind it were a
 * physics engine (which take 40 to 150 microseconds a step).
 *
 * @param kind how the time is spent
 * @param micros of each step; 0 for none
 * @param spins of {@link BusyWork} that take this long on one otherwise idle core
 */
public record StepCost(Kind kind, double micros, long spins) {

  /** How the time of a step is spent. */
  public enum Kind {
    /** Computing: the same work each time, so two steps at once need two cores. */
    BUSY,
    /** Sleeping: for more slots than the machine has cores. */
    SLEEP
  }

  /** Steps that compute this long, as measured now on this machine. */
  public static StepCost busy(double micros) {
    return new StepCost(Kind.BUSY, micros, Math.round(micros * BusyWork.spinsPerMicrosecond()));
  }

  /** Steps that sleep this long. */
  public static StepCost sleeping(double micros) {
    return new StepCost(Kind.SLEEP, micros, 0);
  }
}
