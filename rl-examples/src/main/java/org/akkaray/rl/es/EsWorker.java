package org.akkaray.rl.es;

import org.akkaray.rl.environment.Environment;
import org.akkaray.rl.environment.Environments;
import org.akkaray.rl.policy.Episode;
import org.akkaray.rl.policy.MlpPolicy;
import org.akkaray.rl.policy.ObservationStatistics;
import org.akkaray.rl.policy.Seeds;

/**
 * The actor that plays episodes. It holds an environment, a policy and the noise table; a call
 * names the pairs to play and brings the iteration's parameters. What a call answers depends on its
 * arguments alone, not on the worker or on earlier calls.
 */
public class EsWorker {
  private final EsSettings settings;
  private final NoiseTable noise;
  private final Environment environment;
  private final MlpPolicy policy;
  private final float[] perturbed;

  /**
   * A worker.
   *
   * @param settings of the run
   * @param noise the values of the shared table
   */
  public EsWorker(EsSettings settings, float[] noise) {
    this.settings = settings;
    this.noise = new NoiseTable(noise);
    environment = Environments.make(settings.environment());
    policy = settings.newPolicy();
    perturbed = new float[policy.parameterCount()];
  }

  /**
   * Plays pairs of episodes, each with the parameters plus and minus a slice of the noise and both
   * from the same start.
   */
  public EsBatch playPairs(EsSnapshot snapshot, int iteration, int firstPair, int count) {
    double[] returns = new double[2 * count];
    int[] lengths = new int[2 * count];
    ObservationStatistics seen = newStatistics();
    float deviation = (float) settings.noiseDeviation();
    for (int i = 0; i < count; i++) {
      int pair = firstPair + i;
      int offset = noise.offset(settings.seed(), iteration, pair, perturbed.length);
      long start = seed(NoiseTable.Stream.EPISODE, iteration, pair);
      for (int side = 0; side < 2; side++) {
        float scale = side == 0 ? deviation : -deviation;
        noise.perturb(snapshot.parameters(), scale, offset, perturbed);
        policy.setParameters(perturbed);
        Episode episode = Episode.play(environment, policy, snapshot.normalization(), seen, start);
        returns[2 * i + side] = episode.totalReward();
        lengths[2 * i + side] = episode.length();
      }
    }
    return new EsBatch(firstPair, returns, lengths, seen);
  }

  /**
   * Plays episodes with the parameters as they are.
   *
   * @param evaluation number of the evaluation; each has starts of its own
   */
  public EsBatch evaluate(EsSnapshot snapshot, int evaluation, int firstEpisode, int count) {
    double[] returns = new double[count];
    int[] lengths = new int[count];
    policy.setParameters(snapshot.parameters());
    for (int i = 0; i < count; i++) {
      long start = seed(NoiseTable.Stream.EVALUATION, evaluation, firstEpisode + i);
      Episode episode = Episode.play(environment, policy, snapshot.normalization(), null, start);
      returns[i] = episode.totalReward();
      lengths[i] = episode.length();
    }
    return new EsBatch(firstEpisode, returns, lengths, newStatistics());
  }

  private long seed(NoiseTable.Stream stream, int round, int episode) {
    return Seeds.derive(settings.seed(), stream.ordinal(), round, episode);
  }

  private ObservationStatistics newStatistics() {
    return new ObservationStatistics(environment.observationSpace().size());
  }
}
