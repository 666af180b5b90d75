/**
 * Evolution Strategies on Ray: worker actors play episodes with perturbed parameters, the driver
 * moves the parameters to where the better ones were (Salimans et al. 2017, "Evolution Strategies
 * as a Scalable Alternative to Reinforcement Learning").
 *
 * <p>Start at {@link org.akkaray.rl.es.EvolutionStrategies}, the loop of the driver; {@link
 * org.akkaray.rl.es.EsWorker} is the actor, {@link org.akkaray.rl.es.EsOptimizer} the arithmetic.
 * {@link org.akkaray.rl.es.EsCommand} is {@code ray run es}.
 */
@NullMarked
package org.akkaray.rl.es;

import org.jspecify.annotations.NullMarked;
