package org.akkaray.benchmarks.scheduling;

/**
 * What a simulation came to.
 *
 * @param ended how many tasks ran to their end
 * @param decisionMicros mean real time of a placement decision, and of telling the view of it
 * @param decisionMicrosP99 its 99th percentile
 * @param largestDeviation by how much the tasks of the node with most or fewest differ from the
 *     mean over all nodes, as a part of that
 * @param meanDeviation the same, on average over the nodes
 * @param meanWaitMillis virtual time from a task's submission to its start
 * @param waitMillisP99 its 99th percentile
 * @param virtualSeconds from the first submission to the last end
 */
public record SimulationResult(
    long ended,
    double decisionMicros,
    double decisionMicrosP99,
    double largestDeviation,
    double meanDeviation,
    double meanWaitMillis,
    double waitMillisP99,
    double virtualSeconds) {}
