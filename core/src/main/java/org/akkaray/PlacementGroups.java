package org.akkaray;

import java.util.List;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** Makes, finds and removes placement groups: resources that are reserved together. Thread-safe. */
public final class PlacementGroups {
  private PlacementGroups() {}

  /** Starts to reserve a group's resources; {@link PlacementGroup#wait} says when it is done. */
  public static PlacementGroup createPlacementGroup(PlacementGroupCreationOptions options) {
    return CurrentRuntime.get().createPlacementGroup(OptionRules.given("options", options));
  }

  /** The group with this id, null if there is none. */
  public static @Nullable PlacementGroup getPlacementGroup(PlacementGroupId id) {
    return CurrentRuntime.get().getPlacementGroup(OptionRules.given("id", id));
  }

  /** The group with this name in the job's namespace, null if there is none. */
  public static @Nullable PlacementGroup getPlacementGroup(String name) {
    return CurrentRuntime.get().getPlacementGroup(OptionRules.name("name", name), null);
  }

  /** The group with this name in a namespace, null if there is none. */
  public static @Nullable PlacementGroup getPlacementGroup(String name, String namespace) {
    return CurrentRuntime.get()
        .getPlacementGroup(
            OptionRules.name("name", name), OptionRules.name("namespace", namespace));
  }

  /** All groups, those removed recently included. */
  public static List<PlacementGroup> getAllPlacementGroups() {
    return CurrentRuntime.get().getAllPlacementGroups();
  }

  /**
   * Gives a group's resources back; what runs in it goes on. Does nothing if it is gone already.
   */
  public static void removePlacementGroup(PlacementGroupId id) {
    CurrentRuntime.get().removePlacementGroup(OptionRules.given("id", id));
  }
}
