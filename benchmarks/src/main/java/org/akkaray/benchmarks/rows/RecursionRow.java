package org.akkaray.benchmarks.rows;

import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.benchmarks.harness.Bench;

/** Tasks that submit a task and wait for it, 2,000 on top of one another, on a node of one CPU. */
final class RecursionRow implements RowGroup {
  static final String NAME = "recursion 2,000 deep on 1 CPU";
  private static final int LEVELS = 2_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(NAME)) {
      Sessions.with(
          RayConfig.builder().setCpus(1).build(),
          () -> bench.repeatSeconds(NAME, RecursionRow::descend));
    }
  }

  private static void descend() {
    int reached = Ray.task(RecursionRow::levelsBelow, LEVELS).remote().get();
    if (reached != LEVELS) {
      throw new IllegalStateException("reached level " + reached + " instead of " + LEVELS);
    }
  }

  static Integer levelsBelow(Integer levels) {
    return levels == 0 ? 0 : 1 + Ray.task(RecursionRow::levelsBelow, levels - 1).remote().get();
  }
}
