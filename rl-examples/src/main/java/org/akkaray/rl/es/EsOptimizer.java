package org.akkaray.rl.es;

import java.util.Comparator;
import java.util.List;
import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.policy.MlpPolicy;
import org.akkaray.rl.policy.ObservationStatistics;
import org.akkaray.rl.policy.Seeds;

/**
 * The driver's arithmetic: from the returns of an iteration to the next parameters. It reads the
 * batches in the order of their pairs, so the order in which they arrived leaves no trace.
 */
final class EsOptimizer {
  private final EsSettings settings;
  private final NoiseTable noise;
  private final double[] parameters;
  private final Adam adam;
  private final ObservationStatistics seen;

  EsOptimizer(EsSettings settings, NoiseTable noise) {
    this.settings = settings;
    this.noise = noise;
    MlpPolicy policy = settings.newPolicy();
    policy.initialize(Seeds.derive(settings.seed(), NoiseTable.Stream.INITIALIZATION.ordinal()));
    float[] start = policy.parameters();
    parameters = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      parameters[i] = start[i];
    }
    adam = new Adam(settings.stepSize(), parameters.length);
    seen =
        new ObservationStatistics(
            Environments.make(settings.environment()).observationSpace().size());
  }

  /** The policy as it is now. */
  EsSnapshot snapshot() {
    float[] copy = new float[parameters.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) parameters[i];
    }
    return new EsSnapshot(copy, settings.normalize() ? seen.normalization() : null);
  }

  /**
   * One step of gradient ascent. The gradient is estimated as the sum over pairs of (rank of +
   * minus rank of -) times the pair's noise, divided by the number of episodes.
   *
   * @param iteration whose pairs these are
   * @param batches all of them, in any order
   */
  void update(int iteration, List<EsBatch> batches) {
    double[] returns = new double[2 * settings.pairs()];
    batches.stream()
        .sorted(Comparator.comparingInt(EsBatch::first))
        .forEach(batch -> {
          System.arraycopy(batch.returns(), 0, returns, 2 * batch.first(), batch.returns().length);
          seen.merge(batch.seen());
        });
    double[] ranks = CentredRanks.of(returns);
    double[] gradient = new double[parameters.length];
    for (int pair = 0; pair < settings.pairs(); pair++) {
      double weight = ranks[2 * pair] - ranks[2 * pair + 1];
      if (weight != 0) {
        int offset = noise.offset(settings.seed(), iteration, pair, parameters.length);
        noise.accumulate(weight / returns.length, offset, gradient);
      }
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = settings.weightDecay() * parameters[i] - gradient[i];
    }
    adam.descend(gradient, parameters);
  }
}
