package org.akkaray.placementgroup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.jspecify.annotations.Nullable;

/**
 * Resources that are reserved together. What it says of itself is what was known when it was looked
 * up.
 */
public interface PlacementGroup {
  /** The group's id. */
  PlacementGroupId getId();

  /** The group's name, null if it has none. */
  @Nullable String getName();

  /** The amounts of resources that are reserved together, one map per bundle. */
  List<Map<String, Double>> getBundles();

  /** How the bundles lie on the nodes. */
  PlacementStrategy getStrategy();

  /** How far it is. */
  PlacementGroupState getState();

  /**
   * Waits until the resources are reserved.
   *
   * @return false if they were not in this time
   */
  default boolean wait(int timeoutSeconds) {
    return wait(Duration.ofSeconds(timeoutSeconds));
  }

  /**
   * Waits until the resources are reserved.
   *
   * @return false if they were not in this time
   */
  boolean wait(Duration timeout);
}
