package org.akkaray.benchmarks.rows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.akkaray.PlacementGroups;
import org.akkaray.RayConfig;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;

/** Placement groups of one small bundle. */
final class PlacementGroupRows implements RowGroup {
  private static final String CREATE_REMOVE = "placement group create/removal";
  private static final int GROUPS = 100;
  private static final PlacementGroupCreationOptions SMALL =
      new PlacementGroupCreationOptions.Builder()
          .setBundles(List.of(Map.of("custom", 0.001)))
          .build();

  @Override
  public void run(Bench bench) {
    if (bench.selects(CREATE_REMOVE)) {
      Sessions.with(
          RayConfig.builder().setResources(Map.of("custom", 100.0)).build(),
          () -> bench.time(Row.rate(CREATE_REMOVE, GROUPS, PlacementGroupRows::createAndRemove)));
    }
  }

  private static List<PlacementGroup> createAndRemove() {
    List<PlacementGroup> groups =
        Stream.generate(() -> PlacementGroups.createPlacementGroup(SMALL)).limit(GROUPS).toList();
    for (PlacementGroup group : groups) {
      if (!group.wait(Duration.ofSeconds(30))) {
        throw new IllegalStateException(
            "placement group " + group.getId() + " was not ready after 30 s");
      }
    }
    groups.forEach(group -> PlacementGroups.removePlacementGroup(group.getId()));
    return groups;
  }
}
