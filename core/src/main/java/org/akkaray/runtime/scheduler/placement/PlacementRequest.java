package org.akkaray.runtime.scheduler.placement;

import java.util.Set;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be placed. Immutable.
 *
 * @param demand what it takes from its node
 * @param strategy what its user asked for
 * @param local the node that is preferred among equals, as a rule the one that submitted it; null
 *     if there is none
 * @param inputs where its inputs are
 * @param excluded nodes that must not be chosen, whatever the strategy: such as failed the last
 *     attempt or are known to be dead
 */
public record PlacementRequest(
    ResourceSet demand,
    SchedulingStrategy strategy,
    @Nullable UniqueId local,
    InputLocations inputs,
    Set<UniqueId> excluded) {

  /** Copies the set. */
  public PlacementRequest {
    excluded = Set.copyOf(excluded);
  }

  /** With the default strategy, no inputs, and no node preferred or excluded. */
  public static PlacementRequest of(ResourceSet demand) {
    return new PlacementRequest(
        demand, SchedulingStrategy.DEFAULT, null, InputLocations.NONE, Set.of());
  }

  /** The same with another strategy. */
  public PlacementRequest withStrategy(SchedulingStrategy strategy) {
    return new PlacementRequest(demand, strategy, local, inputs, excluded);
  }

  /** The same with this node preferred among equals. */
  public PlacementRequest withLocal(UniqueId local) {
    return new PlacementRequest(demand, strategy, local, inputs, excluded);
  }

  /** The same with inputs. */
  public PlacementRequest withInputs(InputLocations inputs) {
    return new PlacementRequest(demand, strategy, local, inputs, excluded);
  }

  /** The same with nodes that must not be chosen. */
  public PlacementRequest excluding(Set<UniqueId> excluded) {
    return new PlacementRequest(demand, strategy, local, inputs, excluded);
  }

  boolean excludes(NodeView node) {
    return !excluded.isEmpty() && excluded.contains(node.id());
  }
}
