package org.akkaray.runtime.group;

import java.time.Duration;
import java.util.List;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.jspecify.annotations.Nullable;

/** The placement groups of a job, wherever they are kept. Thread-safe. */
public interface GroupDirectory {
  /**
   * Creates a group, whose resources are being reserved when this returns.
   *
   * @throws IllegalArgumentException if there is a group of that name
   */
  PlacementGroup create(PlacementGroupCreationOptions options);

  /** Removes a group; of no effect if there is none of that id. */
  void remove(PlacementGroupId id);

  @Nullable PlacementGroup byId(PlacementGroupId id);

  @Nullable PlacementGroup byName(String name, String namespace);

  List<PlacementGroup> all();

  /** Waits until a group is reserved; false if it was not in that time, or was removed. */
  boolean awaitReady(PlacementGroupId id, Duration timeout);
}
