package org.akkaray.benchmarks.scheduling;

import org.akkaray.id.UniqueId;

/**
 * A task that was placed.
 *
 * @param submitted when, in virtual nanoseconds
 * @param arrives when it is at its node
 * @param length how long it runs
 */
record SimulatedTask(
    SimulatedNode node, UniqueId scheduler, long submitted, long arrives, long length) {}
