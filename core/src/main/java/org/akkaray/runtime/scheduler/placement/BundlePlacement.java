package org.akkaray.runtime.scheduler.placement;

import java.util.List;
import org.akkaray.id.UniqueId;

/** Where the bundles of a placement group go. */
public sealed interface BundlePlacement {

  /**
   * There.
   *
   * @param nodes one for each bundle, in the bundles' order
   * @param free whether all of it is free now; else tasks use some of it, and a reservation has to
   *     wait there until they end
   */
  record OnNodes(List<UniqueId> nodes, boolean free) implements BundlePlacement {
    /** Copies the list. */
    public OnNodes {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Nowhere, as the cluster is, even if nothing else ran in it.
   *
   * @param reason a sentence with what was asked and what exists
   */
  record Infeasible(String reason) implements BundlePlacement {}

  /**
   * Nowhere now: to be asked again when the view has changed.
   *
   * @param reason a sentence for people
   */
  record NotNow(String reason) implements BundlePlacement {}
}
