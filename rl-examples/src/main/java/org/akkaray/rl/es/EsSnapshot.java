package org.akkaray.rl.es;

import org.akkaray.rl.policy.Normalization;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one iteration, put once and read by every worker.
 *
 * @param parameters the unperturbed parameters
 * @param normalization of the observations, null for none
 */
public record EsSnapshot(float[] parameters, @Nullable Normalization normalization) {}
