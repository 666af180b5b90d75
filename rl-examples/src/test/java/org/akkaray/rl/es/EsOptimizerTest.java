package org.akkaray.rl.es;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.akkaray.rl.policy.ObservationStatistics;
import org.junit.jupiter.api.Test;

class EsOptimizerTest {
  private static final EsSettings SETTINGS =
      new EsSettings("CartPole-v1", List.of(), 7, 64, 4, 0.1, 0.05, 0, true, 10_000);
  private final NoiseTable noise = NoiseTable.create(7, SETTINGS.noiseTableSize());

  /** Adam's first step is the step size, against the sign of each gradient. */
  @Test
  void adamFirstMovesEachParameterByItsStepSize() {
    Adam adam = new Adam(0.01, 3);
    double[] parameters = {1, 2, 3};
    adam.descend(new double[] {5, -0.001, 0}, parameters);
    assertThat(parameters[0]).isCloseTo(0.99, within(2e-7));
    assertThat(parameters[1]).isCloseTo(2.01, within(2e-7));
    assertThat(parameters[2]).isEqualTo(3);
  }

  @Test
  void adamFindsTheBottomOfABowl() {
    Adam adam = new Adam(0.1, 2);
    double[] at = {3, -2};
    for (int i = 0; i < 500; i++) {
      adam.descend(new double[] {2 * (at[0] - 1), 20 * at[1]}, at);
    }
    assertThat(at[0]).isCloseTo(1, within(0.02));
    assertThat(at[1]).isCloseTo(0, within(0.02));
  }

  /** Returns that are the perturbed first parameter itself: it must rise, the others stay near. */
  @Test
  void parametersMoveWhereReturnsAreHigher() {
    EsOptimizer optimizer = new EsOptimizer(SETTINGS, noise);
    for (int iteration = 1; iteration <= 20; iteration++) {
      optimizer.update(iteration, batchesThatRewardTheFirstParameter(optimizer, iteration));
    }
    float[] end = optimizer.snapshot().parameters();
    assertThat(end[0]).isGreaterThan(0.5f);
  }

  @Test
  void theOrderInWhichBatchesArriveLeavesNoTrace() {
    EsOptimizer one = new EsOptimizer(SETTINGS, noise);
    EsOptimizer two = new EsOptimizer(SETTINGS, noise);
    EsWorker worker = new EsWorker(SETTINGS, noise.values());
    for (int iteration = 1; iteration <= 3; iteration++) {
      List<EsBatch> batches = new ArrayList<>();
      for (int pair = 0; pair < SETTINGS.pairs(); pair += 4) {
        batches.add(worker.playPairs(one.snapshot(), iteration, pair, 4));
      }
      one.update(iteration, batches);
      Collections.shuffle(batches, new Random(iteration));
      two.update(iteration, batches);
    }
    assertThat(two.snapshot().parameters()).isEqualTo(one.snapshot().parameters());
    assertThat(two.snapshot().normalization().mean())
        .isEqualTo(one.snapshot().normalization().mean());
  }

  @Test
  void aPopulationThatAllDoesTheSameGivesNoDirection() {
    EsOptimizer optimizer = new EsOptimizer(SETTINGS, noise);
    float[] before = optimizer.snapshot().parameters();
    double[] returns = new double[2 * SETTINGS.pairs()];
    optimizer.update(1, List.of(new EsBatch(0, returns, new int[0], new ObservationStatistics(4))));
    assertThat(optimizer.snapshot().parameters()).isEqualTo(before);
  }

  private List<EsBatch> batchesThatRewardTheFirstParameter(EsOptimizer optimizer, int iteration) {
    float[] center = optimizer.snapshot().parameters();
    float[] perturbed = new float[center.length];
    List<EsBatch> batches = new ArrayList<>();
    for (int pair = 0; pair < SETTINGS.pairs(); pair++) {
      int offset = noise.offset(SETTINGS.seed(), iteration, pair, center.length);
      noise.perturb(center, 0.1f, offset, perturbed);
      double plus = perturbed[0];
      noise.perturb(center, -0.1f, offset, perturbed);
      batches.add(
          new EsBatch(
              pair,
              new double[] {plus, perturbed[0]},
              new int[] {1, 1},
              new ObservationStatistics(4)));
    }
    return batches;
  }
}
