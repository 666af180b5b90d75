package org.akkaray.rl.es;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.akkaray.rl.policy.MlpPolicy;
import org.junit.jupiter.api.Test;

class EsWorkerTest {
  private static final EsSettings SETTINGS =
      new EsSettings("CartPole-v1", List.of(4), 3, 8, 4, 0.2, 0.05, 0, false, 1000);
  private final NoiseTable noise = NoiseTable.create(3, SETTINGS.noiseTableSize());

  @Test
  void anAnswerDependsOnTheCallAloneNotOnTheWorkerOrItsPast() {
    EsWorker fresh = new EsWorker(SETTINGS, noise.values());
    EsWorker used = new EsWorker(SETTINGS, noise.values());
    EsSnapshot snapshot = snapshot();
    used.playPairs(snapshot, 9, 0, 8);
    used.evaluate(snapshot, 2, 0, 5);

    EsBatch one = fresh.playPairs(snapshot, 1, 4, 4);
    EsBatch two = used.playPairs(snapshot, 1, 4, 4);

    assertThat(one.first()).isEqualTo(4);
    assertThat(two.returns()).isEqualTo(one.returns()).hasSize(8);
    assertThat(two.lengths()).isEqualTo(one.lengths());
    assertThat(fresh.evaluate(snapshot, 1, 10, 5).returns())
        .isEqualTo(used.evaluate(snapshot, 1, 10, 5).returns());
  }

  @Test
  void pairsPlayedInOneCallEqualPairsPlayedInTwo() {
    EsWorker worker = new EsWorker(SETTINGS, noise.values());
    double[] together = worker.playPairs(snapshot(), 1, 0, 4).returns();
    double[] second = worker.playPairs(snapshot(), 1, 2, 2).returns();
    assertThat(second).containsExactly(together[4], together[5], together[6], together[7]);
  }

  @Test
  void theTableIsTheSameForTheSameSeedAndSlicesStayInside() {
    assertThat(NoiseTable.create(3, 1000).values()).isEqualTo(noise.values());
    assertThat(NoiseTable.create(4, 1000).values()).isNotEqualTo(noise.values());
    for (int pair = 0; pair < 1000; pair++) {
      assertThat(noise.offset(1, 1, pair, 990)).isBetween(0, 10);
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(0, 0.1, 1000))
        .withMessage("pairs: must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1, -1, 1000))
        .withMessage("noise: must be above 0, not -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1, 0.1, 9))
        .withMessage("noise-table: must hold at least the policy's 10 parameters, not 9");
  }

  private static EsSettings settings(int pairs, double deviation, int table) {
    return new EsSettings("CartPole-v1", List.of(), 1, pairs, 4, deviation, 0.05, 0, true, table);
  }

  private static EsSnapshot snapshot() {
    MlpPolicy policy = SETTINGS.newPolicy();
    policy.initialize(1);
    return new EsSnapshot(policy.parameters(), null);
  }
}
