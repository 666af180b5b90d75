package org.akkaray.rl.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.akkaray.ObjectRef;
import org.akkaray.PlacementGroups;
import org.akkaray.Ray;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementStrategy;

/**
 * So many CPUs of the node or cluster, on which rollouts run while others stay idle: a placement
 * group of bundles of one CPU. Needs an initialized {@link Ray}.
 */
final class Slots implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PlacementGroup group;

  /**
   * Reserves them.
   *
   * @throws IllegalStateException if there are not so many, in one sentence
   */
  Slots(int count) {
    group =
        PlacementGroups.createPlacementGroup(
            new PlacementGroupCreationOptions.Builder()
                .setBundles(Collections.nCopies(count, Map.of("CPU", 1.0)))
                .setStrategy(PlacementStrategy.PACK)
                .build());
    if (!group.wait(PATIENCE)) {
      close();
      throw new IllegalStateException(
          count
              + " CPUs were not free within "
              + PATIENCE.toSeconds()
              + " s: say with --workers how many the nodes have, or add nodes.");
    }
  }

  /** Runs a rollout on the next one that is free. */
  ObjectRef<Rollout.Result> submit(Rollout rollout) {
    return Ray.task(Rollout::run, rollout).setCpus(1.0).setPlacementGroup(group).remote();
  }

  @Override
  public void close() {
    PlacementGroups.removePlacementGroup(group.getId());
  }
}
