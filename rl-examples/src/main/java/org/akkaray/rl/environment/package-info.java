/**
 * Reinforcement-learning environments in plain Java, with the dynamics, rewards and limits of
 * Gymnasium 1.4.0. Nothing in here needs a running Ray.
 *
 * <p>Start at {@link org.akkaray.rl.environment.Environments}, the register of environments by id,
 * and {@link org.akkaray.rl.environment.Environment}, what each of them does.
 */
@NullMarked
package org.akkaray.rl.environment;

import org.jspecify.annotations.NullMarked;
