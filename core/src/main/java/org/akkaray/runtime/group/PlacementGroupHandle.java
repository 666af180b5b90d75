package org.akkaray.runtime.group;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.RayRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A group that another node keeps.
 *
 * @param runtime of the job that it belongs to
 */
public record PlacementGroupHandle(
    RayRuntime runtime,
    PlacementGroupId id,
    @Nullable String name,
    List<Map<String, Double>> bundles,
    PlacementStrategy strategy,
    PlacementGroupState state)
    implements PlacementGroup {

  @Override
  public PlacementGroupId getId() {
    return id;
  }

  @Override
  public @Nullable String getName() {
    return name;
  }

  @Override
  public List<Map<String, Double>> getBundles() {
    return bundles;
  }

  @Override
  public PlacementStrategy getStrategy() {
    return strategy;
  }

  @Override
  public PlacementGroupState getState() {
    return state;
  }

  @Override
  public boolean wait(Duration timeout) {
    return runtime.waitPlacementGroupReady(id, timeout);
  }
}
