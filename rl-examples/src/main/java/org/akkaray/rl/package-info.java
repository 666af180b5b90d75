/**
 * Reinforcement learning on Ray, written as a user would write it: {@code .environment} are the
 * worlds, {@code .policy} what acts in them, {@code .simulation} and {@code .es} the workloads
 * {@code ray run simulation} and {@code ray run es}, {@code .report} what they print and leave
 * behind.
 *
 * <p>Start at {@link org.akkaray.rl.es.EvolutionStrategies} to read an algorithm, at {@link
 * org.akkaray.rl.simulation.SimulationCommand} to read a program.
 */
@NullMarked
package org.akkaray.rl;

import org.jspecify.annotations.NullMarked;
