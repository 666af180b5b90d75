package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.group.PlacementGroupHandle;
import org.akkaray.runtime.wire.Bundle;
import org.akkaray.runtime.wire.HeldGroup;

/**
 * Placement groups as they are sent: what they are, and how far they were. Thread-safe.
 *
 * @param runtime of the job
 * @param isKeptHere whether this is the node of the job's driver
 */
record WireGroups(RayRuntime runtime, boolean isKeptHere) {

  static HeldGroup toWire(PlacementGroup group) {
    HeldGroup.Builder wire =
        HeldGroup.newBuilder()
            .setGroup(Ids.bytes(group.getId()))
            .setStrategy(group.getStrategy().name())
            .setState(group.getState().value());
    if (group.getName() != null) {
      wire.setName(group.getName());
    }
    group
        .getBundles()
        .forEach(bundle -> wire.addBundles(Bundle.newBuilder().putAllResources(bundle)));
    return wire.build();
  }

  /** The group of a message: on the node that keeps it the group itself, if it still exists. */
  PlacementGroup fromWire(HeldGroup wire) {
    PlacementGroupId id = id(wire.getGroup());
    PlacementGroup kept = isKeptHere ? runtime.getPlacementGroup(id) : null;
    return kept != null
        ? kept
        : new PlacementGroupHandle(
            runtime,
            id,
            wire.getName().isEmpty() ? null : wire.getName(),
            bundles(wire),
            strategy(wire),
            isKeptHere ? PlacementGroupState.REMOVED : state(wire));
  }

  static PlacementGroupId id(ByteString bytes) {
    return PlacementGroupId.fromByteBuffer(bytes.asReadOnlyByteBuffer());
  }

  static List<Map<String, Double>> bundles(HeldGroup wire) {
    return wire.getBundlesList().stream()
        .map(bundle -> Map.copyOf(bundle.getResourcesMap()))
        .toList();
  }

  static PlacementStrategy strategy(HeldGroup wire) {
    return Arrays.stream(PlacementStrategy.values())
        .filter(strategy -> strategy.name().equals(wire.getStrategy()))
        .findFirst()
        .orElse(PlacementStrategy.UNRECOGNIZED);
  }

  private static PlacementGroupState state(HeldGroup wire) {
    return Arrays.stream(PlacementGroupState.values())
        .filter(state -> state.value() == wire.getState())
        .findFirst()
        .orElse(PlacementGroupState.UNRECOGNIZED);
  }
}
