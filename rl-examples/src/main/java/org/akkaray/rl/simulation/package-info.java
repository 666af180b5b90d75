/**
 * Rollouts of different length as tasks, gathered as they end, against the same work in barrier
 * rounds: table 4 of Moritz et al. 2018, "Ray: A Distributed Framework for Emerging AI
 * Applications".
 *
 * <p>Start at {@link org.akkaray.rl.simulation.SimulationCommand}, which is {@code ray run
 * simulation}; {@link org.akkaray.rl.simulation.Gathering} is how a user of Ray writes it.
 */
@NullMarked
package org.akkaray.rl.simulation;

import org.jspecify.annotations.NullMarked;
