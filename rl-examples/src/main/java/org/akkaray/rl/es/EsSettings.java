package org.akkaray.rl.es;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.policy.MlpPolicy;

/**
 * All that decides a run's result.
 *
 * @param environment id in {@link Environments}
 * @param hidden sizes of the policy's hidden layers; empty for a linear policy
 * @param seed of the whole run, 0 or above
 * @param pairs mirrored pairs of perturbations in each iteration; twice as many episodes
 * @param pairsPerCall pairs that one actor call plays; not a matter of workers, so that results are
 *     the same for any number of them
 * @param noiseDeviation standard deviation of the perturbations
 * @param stepSize of Adam
 * @param weightDecay L2 penalty on the parameters
 * @param normalize whether observations are scaled by their running mean and deviation
 * @param noiseTableSize numbers in the shared table
 */
public record EsSettings(
    String environment,
    List<Integer> hidden,
    long seed,
    int pairs,
    int pairsPerCall,
    double noiseDeviation,
    double stepSize,
    double weightDecay,
    boolean normalize,
    int noiseTableSize) {
  public EsSettings {
    hidden = List.copyOf(hidden);
    Environments.make(environment);
    for (int size : hidden) {
      atLeast("hidden", size, 1);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("seed: must be 0 or above, not " + seed);
    }
    atLeast("pairs", pairs, 1);
    atLeast("pairs-per-call", pairsPerCall, 1);
    above("noise", noiseDeviation);
    above("step-size", stepSize);
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new IllegalArgumentException("weight-decay: must be in [0, 1), not " + weightDecay);
    }
    int parameters = policyOf(environment, hidden).parameterCount();
    if (noiseTableSize < parameters) {
      throw new IllegalArgumentException(
          "noise-table: must hold at least the policy's %d parameters, not %d"
              .formatted(parameters, noiseTableSize));
    }
  }

  /** Settings that solve CartPole-v1 in seconds. */
  public static EsSettings defaults(String environment, long seed) {
    return new EsSettings(environment, List.of(), seed, 32, 4, 0.1, 0.02, 0.005, true, 1 << 20);
  }

  /** The settings by name, for {@code params.json}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("env", environment);
    map.put("hidden", hidden);
    map.put("seed", seed);
    map.put("pairs", pairs);
    map.put("pairs_per_call", pairsPerCall);
    map.put("noise", noiseDeviation);
    map.put("step_size", stepSize);
    map.put("weight_decay", weightDecay);
    map.put("normalize", normalize);
    map.put("noise_table", noiseTableSize);
    return map;
  }

  /** A policy of the shape these settings describe, with parameters 0. */
  MlpPolicy newPolicy() {
    return policyOf(environment, hidden);
  }

  private static MlpPolicy policyOf(String id, List<Integer> hidden) {
    return MlpPolicy.of(
        Environments.make(id), hidden.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: must be at least %d, not %d".formatted(name, least, value));
    }
  }

  private static void above(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": must be above 0, not " + value);
    }
  }
}
