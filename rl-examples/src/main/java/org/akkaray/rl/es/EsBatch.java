package org.akkaray.rl.es;

import org.akkaray.rl.policy.ObservationStatistics;

/**
 * The answer of one actor call: numbers only, no noise and no parameters.
 *
 * @param first index of the first pair, or of the first evaluation episode
 * @param returns of the episodes; for pairs the one of + then the one of -, pair after pair
 * @param lengths of the episodes in steps, same order
 * @param seen the observations met; empty for an evaluation
 */
public record EsBatch(int first, double[] returns, int[] lengths, ObservationStatistics seen) {}
