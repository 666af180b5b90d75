package org.akkaray.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.akkaray.rl.environment.Environment;
import org.akkaray.rl.environment.Environments;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private final Environment cartPole = Environments.make("CartPole-v1");

  @Test
  void aGoodLinearPolicyHoldsThePoleToTheLimit() {
    MlpPolicy policy = MlpPolicy.of(cartPole);
    policy.setParameters(new float[] {0, 0, 0, 0, 0, 0.3f, 3, 1, 0, 0});
    Episode episode = Episode.play(cartPole, policy, null, null, 4);
    assertThat(episode).isEqualTo(new Episode(500, 500));
  }

  @Test
  void aPolicyThatAlwaysPushesLeftFallsSoon() {
    MlpPolicy policy = MlpPolicy.of(cartPole);
    ObservationStatistics seen = new ObservationStatistics(4);
    Episode episode = Episode.play(cartPole, policy, null, seen, 4);
    assertThat(episode.length()).isBetween(8, 12);
    assertThat(episode.totalReward()).isEqualTo(episode.length());
    assertThat(seen.count()).isEqualTo(episode.length());
  }

  @Test
  void theSameSeedGivesTheSameEpisode() {
    MlpPolicy policy = MlpPolicy.of(cartPole, 8);
    policy.initialize(1);
    Normalization none = Normalization.none(4);
    assertThat(Episode.play(cartPole, policy, none, null, 9))
        .isEqualTo(Episode.play(Environments.make("CartPole-v1"), policy, none, null, 9));
  }

  @Test
  void normalizationReachesThePolicy() {
    MlpPolicy policy = MlpPolicy.of(cartPole);
    policy.setParameters(new float[] {0, 0, 0, 0, 0, 0.3f, 3, 1, 0, 0});
    Normalization upsideDown =
        new Normalization(new float[] {0, 0, 100, 0}, new float[] {1, 1, 0.01f, 1});
    Episode episode = Episode.play(cartPole, policy, upsideDown, null, 4);
    assertThat(episode.length()).isLessThan(50);
  }
}
